/** The sizes of the header that follows a bitmap's own, by its version. */
const bitmapHeaderBytes: readonly number[] = [12, 16, 40, 52, 56, 64, 108, 124];

const isBitmap = (bytes: Uint8Array): boolean =>
  bytes.length >= 18 &&
  bitmapHeaderBytes.includes(new DataView(bytes.buffer, bytes.byteOffset).getUint32(14, true));

const isPdf = (bytes: Uint8Array): boolean => bytes.length >= 5 && bytes[4] === 0x2d;

/** Signatures that the library takes from the first letters alone, BM and %PDF: words begin so. */
const confirmed: Readonly<Record<string, (firstBytes: Uint8Array) => boolean>> = {
  'image/bmp': isBitmap,
  'application/pdf': isPdf,
};

/** False where the bytes behind a short signature are not those of its format. */
export const isConfirmed = (mediaType: string, firstBytes: Uint8Array): boolean =>
  !Object.hasOwn(confirmed, mediaType) || confirmed[mediaType]?.(firstBytes) === true;
