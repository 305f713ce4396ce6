const polynomial = 0x9a6c9329ac4bc9b5n;
const allOnes = 0xffff_ffff_ffff_ffffn;

const shifted = (crc: bigint): bigint => (crc & 1n ? (crc >> 1n) ^ polynomial : crc >> 1n);

const table = Array.from({ length: 256 }, (_, byte) => {
  let crc = BigInt(byte);
  for (let bit = 0; bit < 8; bit += 1) crc = shifted(crc);
  return crc;
});

/** CRC-64/NVME, base64 as S3 writes it. */
export function crc64nvme(bytes: Uint8Array): string {
  let crc = allOnes;
  for (const byte of bytes) crc = (crc >> 8n) ^ (table[Number((crc ^ BigInt(byte)) & 0xffn)] ?? 0n);
  const answer = Buffer.alloc(8);
  answer.writeBigUInt64BE(crc ^ allOnes);
  return answer.toString('base64');
}
