/** The EICAR test file, in two pieces so that no scanner takes this file for it. */
export const testVirus = Buffer.from(
  ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''),
);

/** True if the bytes have the EICAR test file in them, anywhere. Reads no more than it must. */
export const hasTestVirus = async (bytes: AsyncIterable<Uint8Array>): Promise<boolean> => {
  let end = Buffer.alloc(0);
  for await (const chunk of bytes) {
    const seen = Buffer.concat([end, chunk]);
    if (seen.includes(testVirus)) return true;
    end = seen.subarray(-(testVirus.length - 1));
  }
  return false;
};
