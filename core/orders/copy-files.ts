import type { FileCategory } from '../contract.ts';
import { SourceChanged, SourceMissing } from '../errors.ts';
import type { Clock } from '../shared/ports.ts';
import { settleAll } from '../shared/settle-all.ts';
import { type CopyPlan, keepCopy } from '../storage/keep-copy.ts';
import type { FailureCode } from '../storage/model/failure.ts';
import type { ObjectStore } from '../storage/ports.ts';
import {
  isReceived,
  permanentKey,
  type ReceivedUpload,
  type Upload,
} from '../uploads/model/upload.ts';
import type { Uploads } from '../uploads/ports.ts';
import { type ChunkFile, outcomeOf, readChunk } from './chunk-files.ts';
import { copyMetadata, isCopyOf } from './model/copy-marks.ts';
import type { Chunk, FileOutcome, OrderFile } from './model/order.ts';
import { withoutCopy } from './model/order-undo.ts';
import type { Orders } from './ports.ts';

export type CopyDeps = {
  orders: Orders;
  uploads: Uploads;
  objects: ObjectStore;
  clock: Clock;
  filesBucket: string;
  categories: Readonly<Record<string, FileCategory>>;
};

/**
 * Copies a chunk's files into permanent storage, server-side, all at once. Outcomes are values;
 * only transient faults are thrown.
 */
export const copyFiles = async (deps: CopyDeps, chunk: Chunk): Promise<FileOutcome[]> =>
  settleAll(await readChunk(deps, chunk), (one) => copyFile(deps, one));

const copyFile = async (deps: CopyDeps, one: ChunkFile): Promise<FileOutcome> => {
  if (isDone(one)) return outcomeOf(one.file);
  const { upload, order } = one;
  const category = upload && deps.categories[upload.category];
  if (!isReceived(upload) || !category) {
    const entry = entryFor(one, deps.clock);
    return outcomeOf(
      await deps.orders.saveFile(unableToCopy(entry, 'source_missing', unusable(upload))),
    );
  }
  const target = {
    bucket: deps.filesBucket,
    key: permanentKey(category.prefix, order.orderId, upload),
  };
  return outcomeOf(
    await deps.orders.saveFile(await transfer(deps, { ...one, upload, target }, category)),
  );
};

const isDone = ({ file, order }: ChunkFile): boolean =>
  file.attempt === order.migration.attempt &&
  ['copied', 'verified', 'skipped', 'failed'].includes(file.status);

/** A new ledger entry for this attempt. The entry of an earlier attempt is history. */
const entryFor = ({ file, order }: ChunkFile, clock: Clock): OrderFile => {
  const { orderId, role, position, required, uploadId, revision } = file;
  return {
    orderId,
    role,
    ...(position !== undefined && { position }),
    required,
    uploadId,
    revision,
    status: 'pending',
    attempt: order.migration.attempt,
    updatedAt: clock.now().toISOString(),
  };
};

/** A missing optional file is left out; everything else that cannot be copied fails the order. */
const unableToCopy = (entry: OrderFile, code: FailureCode, message: string): OrderFile => {
  const failed: OrderFile = {
    ...entry,
    status: 'failed',
    failure: { code, message, role: entry.role },
  };
  return code === 'source_missing' && !entry.required
    ? { ...withoutCopy(failed), status: 'skipped' }
    : failed;
};

/** Why there is nothing to copy. */
const unusable = (upload: Upload | undefined): string =>
  upload?.quarantineReason === undefined
    ? 'The upload was never completed, was refused or was erased.'
    : `The upload was refused: ${upload.quarantineReason}.`;

type FileToCopy = ChunkFile & { upload: ReceivedUpload; target: { bucket: string; key: string } };

const transfer = async (
  deps: CopyDeps,
  one: FileToCopy,
  category: FileCategory,
): Promise<OrderFile> => {
  const { sizeBytes, sha256 } = one.upload;
  const intent = await deps.orders.saveFile({
    ...entryFor(one, deps.clock),
    status: 'copying',
    permanentKey: one.target.key,
    sizeBytes,
    sha256,
  });
  try {
    return {
      ...intent,
      ...(await keepCopy(deps.objects, planFor(one, category))),
      status: 'copied',
    };
  } catch (error) {
    const { code, message } = sourceFailure(error);
    return unableToCopy(intent, code, message);
  }
};

const planFor = ({ order, upload, target }: FileToCopy, category: FileCategory): CopyPlan => ({
  upload,
  target,
  category,
  metadata: copyMetadata(order, target.key),
  isOurs: (metadata) => isCopyOf(metadata, order.orderId, order.migration.attempt),
});

const sourceFailure = (error: unknown): { code: FailureCode; message: string } => {
  if (error instanceof SourceMissing)
    return { code: 'source_missing', message: 'The uploaded file is gone from temporary storage.' };
  if (error instanceof SourceChanged)
    return {
      code: 'source_changed',
      message: 'The uploaded file is no longer the one that was checked.',
    };
  throw error;
};
