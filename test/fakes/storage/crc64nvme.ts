const polynomial = 0x9a6c9329ac4bc9b5n;
const allOnes = 0xffff_ffff;

const shifted = (crc: bigint): bigint => (crc & 1n ? (crc >> 1n) ^ polynomial : crc >> 1n);

const table = Array.from({ length: 256 }, (_, byte) => {
  let crc = BigInt(byte);
  for (let bit = 0; bit < 8; bit += 1) crc = shifted(crc);
  return crc;
});

// In halves: BigInt takes a second for a few megabytes.
const highs = Uint32Array.from(table, (crc) => Number(crc >> 32n));
const lows = Uint32Array.from(table, (crc) => Number(crc & 0xffff_ffffn));

/** CRC-64/NVME, base64 as S3 writes it. */
export function crc64nvme(bytes: Uint8Array): string {
  let high = allOnes;
  let low = allOnes;
  for (const byte of bytes) {
    const index = (low ^ byte) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (lows[index] ?? 0);
    high = (high >>> 8) ^ (highs[index] ?? 0);
  }
  const answer = Buffer.alloc(8);
  answer.writeUInt32BE((high ^ allOnes) >>> 0);
  answer.writeUInt32BE((low ^ allOnes) >>> 0, 4);
  return answer.toString('base64');
}
