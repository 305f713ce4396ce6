/** A 32x32 matrix over GF(2): the effect of a number of zero bytes on a CRC. */
type Matrix = Uint32Array;

/** One zero bit: the reflected polynomial of CRC-32, and a shift. */
const oneZeroBit: Matrix = Uint32Array.from({ length: 32 }, (_, bit) =>
  bit === 0 ? 0xedb88320 : 1 << (bit - 1),
);

const times = (matrix: Matrix, vector: number): number => {
  let sum = 0;
  for (let bit = 0, rest = vector; rest !== 0; bit += 1, rest >>>= 1)
    if (rest & 1) sum ^= matrix[bit] ?? 0;
  return sum >>> 0;
};

const squared = (matrix: Matrix): Matrix => matrix.map((column) => times(matrix, column));

const oneZeroByte = squared(squared(squared(oneZeroBit)));

/** The CRC-32 of two pieces put together, from that of each and the length of the second. */
export function combineCrc32(first: number, second: number, secondBytes: number): number {
  let crc = first;
  let zeros = oneZeroByte;
  for (let rest = secondBytes; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) crc = times(zeros, crc);
    if (rest > 1) zeros = squared(zeros);
  }
  return (crc ^ second) >>> 0;
}

/** As S3 writes it. */
export const crc32Base64 = (crc: number): string => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc);
  return bytes.toString('base64');
};
