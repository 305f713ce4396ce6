import { fileTypeFromBlob, fileTypeFromBuffer } from 'file-type';
import type { FileTypes, SniffedFile } from '../../core/uploads/ports.ts';
import { isOfficePackage, typeOfPackage } from './office-package.ts';
import { RangedBlob } from './ranged-blob.ts';
import { isConfirmed } from './weak-signatures.ts';

type Found = { mime: string } | undefined;

/** A file that a parser stumbles over is of no known type. */
const orUnknown = async (found: Promise<Found>): Promise<Found> => {
  try {
    return await found;
  } catch {
    return undefined;
  }
};

/**
 * Reads where the format points: a TIFF's directory may come last, a document's parts are found one
 * after the other.
 */
const follow = async (file: SniffedFile): Promise<Found> => {
  if (file.firstBytes.length >= file.sizeBytes) return undefined;
  const blob = new RangedBlob(file);
  const found = await orUnknown(fileTypeFromBlob(blob as unknown as Blob));
  if (blob.failure !== undefined) throw blob.failure;
  return found;
};

const isZero = (byte: number): boolean => byte === 0;

/** Sounds before which players skip zeros. */
const sounds: readonly string[] = ['audio/mpeg', 'audio/aac'];

/** The sound behind the zeros that a file begins with. */
const followZeros = async (file: SniffedFile): Promise<Found> => {
  if (file.firstBytes.length >= file.sizeBytes || !file.firstBytes.every(isZero)) return undefined;
  const found = await orUnknown(fileTypeFromBuffer(await new RangedBlob(file).behindZeros()));
  return found && sounds.includes(found.mime) ? found : undefined;
};

/** Brands of layered pictures (ISO 23008-12, annex B), which the library takes for films. */
const isLayeredHeic = (bytes: Uint8Array): boolean =>
  /^ftyphe[iv][ms]/.test(new TextDecoder('latin1').decode(bytes.subarray(4, 12)));

/** Magic bytes, by the library that knows most of them. */
export class FileTypeSniffer implements FileTypes {
  async detect(file: SniffedFile): Promise<string | undefined> {
    if (isLayeredHeic(file.firstBytes)) return 'image/heic';
    // The beginning alone still tells where a pointer leads nowhere, or too far.
    const found =
      (await follow(file)) ??
      (await orUnknown(fileTypeFromBuffer(file.firstBytes))) ??
      (await followZeros(file));
    // `audio/ogg; codecs=opus`
    const type = found?.mime.split(';')[0];
    if (type === undefined || !isConfirmed(type, file.firstBytes)) return undefined;
    return isOfficePackage(type) ? typeOfPackage(type, new RangedBlob(file)) : type;
  }
}
