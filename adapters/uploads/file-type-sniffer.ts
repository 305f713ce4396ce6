import { fileTypeFromBlob, fileTypeFromBuffer } from 'file-type';
import type { FileTypes, SniffedFile } from '../../core/uploads/ports.ts';
import { isOfficePackage, typeOfPackage } from './office-package.ts';
import { RangedBlob } from './ranged-blob.ts';
import { isConfirmed } from './weak-signatures.ts';

/** Sounds before which players skip zeros. */
const sounds: readonly string[] = ['audio/mpeg', 'audio/aac'];

/** The main brands of films. */
const films = /^(?:iso|mp4|avc|M4|3g|dash)/;

/** Magic bytes, by the library that knows most of them. */
export class FileTypeSniffer implements FileTypes {
  async detect(file: SniffedFile): Promise<string | undefined> {
    // The beginning alone still tells where a pointer leads nowhere, or too far.
    const found =
      (await follow(file)) ??
      (await orUnknown(fileTypeFromBuffer(file.firstBytes))) ??
      (await followZeros(file));
    // `audio/ogg; codecs=opus`
    const named = found?.mime.split(';')[0];
    const type = named === 'video/mp4' ? (pictureOf(file.firstBytes) ?? named) : named;
    if (type === undefined || !isConfirmed(type, file.firstBytes)) return undefined;
    return isOfficePackage(type) ? typeOfPackage(type, new RangedBlob(file)) : type;
  }
}

type Found = { mime: string } | undefined;

/** Reads where the format points: a TIFF's directory may come last, for example. */
const follow = async (file: SniffedFile): Promise<Found> => {
  if (file.firstBytes.length >= file.sizeBytes) return undefined;
  const blob = new RangedBlob(file);
  const found = await orUnknown(fileTypeFromBlob(blob as unknown as Blob));
  if (blob.failure !== undefined) throw blob.failure;
  return found;
};

/** A file that a parser stumbles over is of no known type. */
const orUnknown = async (found: Promise<Found>): Promise<Found> => {
  try {
    return await found;
  } catch {
    return undefined;
  }
};

/** The sound behind the zeros that a file begins with. */
const followZeros = async (file: SniffedFile): Promise<Found> => {
  if (file.firstBytes.length >= file.sizeBytes || !file.firstBytes.every(isZero)) return undefined;
  const found = await orUnknown(fileTypeFromBuffer(await new RangedBlob(file).behindZeros()));
  return found && sounds.includes(found.mime) ? found : undefined;
};

const isZero = (byte: number): boolean => byte === 0;

/**
 * Pictures that the library takes for films, because it does not know their main brand: layered
 * ones (ISO 23008-12, annex B), and those that name a profile first, such as `miaf`.
 */
const pictureOf = (bytes: Uint8Array): string | undefined => {
  // The box says its length, and names the brands: the main one, its version, and others.
  const boxBytes = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  const brands =
    new TextDecoder('latin1').decode(bytes.subarray(8, boxBytes)).match(/.{4}/gs) ?? [];
  const has = (pattern: RegExp): boolean => brands.some((brand) => pattern.test(brand));
  if (films.test(brands[0] ?? 'isom')) return undefined;
  if (has(/^he[iv][cxms]$/)) return 'image/heic';
  if (has(/^avi[fs]$/)) return 'image/avif';
  return has(/^(?:m[is]f\d|miaf)$/) ? 'image/heif' : undefined;
};
