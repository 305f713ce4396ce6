import type { VariantSettings, VariantSize } from '../contract.ts';
import { NotFound, UploadInUse } from '../errors.ts';
import { uploadEvents } from '../event-names.ts';
import { type EraseDeps, eraseUpload } from '../retention/erase-upload.ts';
import type { EventBus } from '../shared/ports.ts';
import { changeUpload } from '../uploads/change-upload.ts';
import { handedOver } from '../uploads/hand-over.ts';
import {
  isReceived,
  type ReceivedUpload,
  temporaryKey,
  type Upload,
} from '../uploads/model/upload.ts';
import type { FileReader, FileWriter } from '../uploads/ports.ts';
import { drawnAs, mayHaveVariants, variantId } from './model/variant.ts';
import type { Frames, Pictures, Unreadable } from './ports.ts';
import { storeVariant } from './store-variant.ts';

export type VariantDeps = EraseDeps & {
  bus: EventBus;
  reader: Pick<FileReader, 'bytesAt'>;
  writer: FileWriter;
  pictures: Pictures;
  /** Draws posters of films, on stages that bring ffmpeg along. */
  frames?: Frames | undefined;
  variants: Pick<VariantSettings, 'sizes'>;
};

/**
 * `made`: ids by size name. `unsuitable`: the file is not of a type that has variants. `gone`: the
 * original is not there any more, or not yet.
 */
export type VariantsOutcome =
  | { made: Record<string, string> }
  | { refused: 'unsuitable' | 'gone' }
  | { refused: 'unreadable'; reason: string };

/** Larger originals are not read: the worker holds the file and its pixels in memory. */
export const mostSourceBytes = 100 * 1024 ** 2;

/**
 * Makes the variants of an original that are missing, and keeps them for good when their original
 * is. Idempotent by original and size, also for runs at once and after a crash at any point. An
 * original that is erased meanwhile takes its variants along. Throws `SourceMissing` when the bytes
 * are gone although the record is there.
 */
export const makeVariants = async (
  deps: VariantDeps,
  uploadId: string,
): Promise<VariantsOutcome> => {
  const ids = idsFor(uploadId, deps.variants.sizes);
  const before = await deps.uploads.find(uploadId);
  if (!mayHaveVariants(before)) return giveUp(deps, uploadId, ids);
  const drawn = drawnAs(before.contentType);
  if (drawn === undefined || (drawn === 'film' && !deps.frames)) return { refused: 'unsuitable' };
  const ending = await draw(deps, uploadId, ids);
  if (ending === undefined) return giveUp(deps, uploadId, ids);
  if (ending !== 'drawn') return { refused: 'unreadable', reason: ending.unreadable };
  await removeReplaced(deps, before, ids);
  const after = await deps.uploads.find(uploadId);
  if (!mayHaveVariants(after)) return giveUp(deps, uploadId, ids);
  if (after.ownerId !== before.ownerId) await followOwner(deps, after, Object.values(ids));
  await keepWith(deps, after, Object.values(ids));
  return { made: ids };
};

const idsFor = (uploadId: string, sizes: readonly VariantSize[]): Record<string, string> =>
  Object.fromEntries(sizes.map((size) => [size.name, variantId(uploadId, size)]));

/** An original that was erased has no variants; one that is withdrawn keeps them out of sight. */
const giveUp = async (
  deps: VariantDeps,
  uploadId: string,
  ids: Record<string, string>,
): Promise<VariantsOutcome> => {
  const original = await deps.uploads.find(uploadId);
  if (original === undefined || original.removal?.as === 'erased')
    for (const id of Object.values(ids)) await eraseVariant(deps, id, uploadId);
  return { refused: 'gone' };
};

/**
 * A variant outlives its original in nothing: a run that came too late takes its own away, and
 * bytes that it stored after their record was erased.
 */
const eraseVariant = async (deps: VariantDeps, variant: string, by: string): Promise<void> => {
  try {
    await eraseUpload(deps, variant, by);
  } catch (error) {
    if (!(error instanceof NotFound || error instanceof UploadInUse)) throw error;
  }
  const erased = await deps.erasures.find(variant);
  if (erased && !(await deps.uploads.find(variant)))
    await deps.objects.removeAll(deps.bucket, temporaryKey(erased.ownerId, variant));
};

/** Binds and draws; nothing when the original is gone. */
const draw = async (
  deps: VariantDeps,
  uploadId: string,
  ids: Record<string, string>,
): Promise<Unreadable | 'drawn' | undefined> => {
  try {
    const original = await bind(deps, uploadId, ids);
    if (!mayHaveVariants(original)) return undefined;
    return (await drawMissing(deps, original, ids)) ?? 'drawn';
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
};

/**
 * Writes on the original which variants it is going to have. From here on, an erasure of the
 * original finds them. Throws `NotFound` for an original that is gone.
 */
const bind = (deps: VariantDeps, uploadId: string, ids: Record<string, string>) =>
  changeUpload(deps, uploadId, (current) => {
    if (!mayHaveVariants(current)) throw new NotFound('upload', uploadId);
    const isBound = Object.entries(ids).every(([name, id]) => current.variants?.[name] === id);
    return isBound ? current : { ...current, variants: { ...current.variants, ...ids } };
  });

/** Draws and stores what is missing; returns why it could not. */
const drawMissing = async (
  deps: VariantDeps,
  original: ReceivedUpload,
  ids: Record<string, string>,
): Promise<Unreadable | undefined> => {
  const missing = await missingOf(deps, ids);
  if (missing.length === 0) return undefined;
  const bytes = await bytesOf(deps, original);
  if ('unreadable' in bytes) return bytes;
  for (const size of deps.variants.sizes.filter(({ name }) => missing.includes(name))) {
    const picture = await deps.pictures.draw(bytes, size);
    if ('unreadable' in picture) return picture;
    await storeVariant(deps, original, size, picture);
  }
  return undefined;
};

const missingOf = async (
  { uploads }: VariantDeps,
  ids: Record<string, string>,
): Promise<string[]> => {
  const found = await uploads.findMany(Object.values(ids));
  const there = new Set(found.filter(isReceived).map(({ uploadId }) => uploadId));
  return Object.keys(ids).filter((name) => !there.has(`${ids[name]}`));
};

const bytesOf = async (
  { frames, reader }: VariantDeps,
  { bucket, key, versionId, sizeBytes, contentType }: ReceivedUpload,
): Promise<Uint8Array | Unreadable> => {
  const ref = { bucket, key, versionId };
  if (drawnAs(contentType) === 'film' && frames)
    return frames.take({ ...ref, sizeBytes, contentType });
  return sizeBytes > mostSourceBytes
    ? { unreadable: `it has ${sizeBytes} bytes, and ${mostSourceBytes} are read at most` }
    : reader.bytesAt(ref, { offsetBytes: 0, count: sizeBytes });
};

/** Variants that other measures made before: their sizes have new ones by now. */
const removeReplaced = async (
  deps: VariantDeps,
  { uploadId, variants = {} }: Upload,
  ids: Record<string, string>,
): Promise<void> => {
  for (const [name, id] of Object.entries(variants))
    if (ids[name] !== undefined && ids[name] !== id) await eraseVariant(deps, id, uploadId);
};

/** An original that changed hands while its variants were drawn takes them along. */
const followOwner = async (
  deps: VariantDeps,
  { ownerId, partnerId }: Upload,
  ids: readonly string[],
): Promise<void> => {
  for (const id of ids)
    await changeUpload(deps, id, (variant) =>
      variant.ownerId === ownerId ? variant : handedOver(variant, { ownerId, partnerId }),
    );
};

/** What is kept for good keeps its variants: those made before are asked to follow. */
const keepWith = async (deps: VariantDeps, original: Upload, ids: readonly string[]) => {
  if (original.status !== 'permanent') return;
  for (const { uploadId, status } of await deps.uploads.findMany(ids))
    if (status === 'uploaded')
      await deps.bus.publish({ detailType: uploadEvents.promotionRequested, detail: { uploadId } });
};
