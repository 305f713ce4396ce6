import { isSameOwner, ownersOf } from '../sessions/model/owners.ts';
import type { Clock } from '../shared/ports.ts';
import { settleAll } from '../shared/settle-all.ts';
import type { FailureCode } from '../storage/model/failure.ts';
import type { ObjectStore } from '../storage/ports.ts';
import { proveCopy } from '../storage/prove-copy.ts';
import { isReceived, type ReceivedUpload } from '../uploads/model/upload.ts';
import type { Uploads } from '../uploads/ports.ts';
import { type ChunkFile, outcomeOf, readChunk } from './chunk-files.ts';
import type { Chunk, Failure, FileOutcome, Order, OrderFile } from './model/order.ts';
import type { Orders } from './ports.ts';

/** `objects` may be read-only: verification compares and repairs nothing. */
export type VerifyDeps = {
  orders: Orders;
  uploads: Uploads;
  objects: Pick<ObjectStore, 'head' | 'sha256'>;
  clock: Clock;
  filesBucket: string;
};

/**
 * Proves a chunk's copies byte for byte against their sources, by checksum where storage has one,
 * else by reading both.
 */
export const verifyFiles = async (deps: VerifyDeps, chunk: Chunk): Promise<FileOutcome[]> =>
  settleAll(await readChunk(deps, chunk), (one) => verifyFile(deps, one));

const verifyFile = async (
  deps: VerifyDeps,
  { order, file, upload }: ChunkFile,
): Promise<FileOutcome> => {
  if (
    file.attempt !== order.migration.attempt ||
    file.status !== 'copied' ||
    !file.permanentKey ||
    !isReceived(upload)
  )
    return outcomeOf(file);
  const copy = { bucket: deps.filesBucket, key: file.permanentKey, versionId: file.versionId };
  const finding = await proveCopy(deps.objects, {
    copy,
    upload,
    owners: ownersFor(order, upload),
    created: file.created !== false,
  });
  const next: OrderFile =
    'proof' in finding
      ? { ...file, status: 'verified', verifiedBy: finding.proof }
      : { ...file, status: 'failed', failure: failureOf(file, finding) };
  return outcomeOf(
    await deps.orders.saveFile({ ...next, updatedAt: deps.clock.now().toISOString() }),
  );
};

/**
 * Owners allowed on the copy. Empty if order and upload share no owner, past or present: then no
 * owner mark is accepted.
 */
const ownersFor = (order: Order, upload: ReceivedUpload): string[] =>
  isSameOwner(order, upload) ? [...new Set([...ownersOf(order), ...ownersOf(upload)])] : [];

/** The object predates this attempt and differs, so this attempt must not delete it. */
const failureOf = (
  file: OrderFile,
  { code, message }: { code: FailureCode; message: string },
): Failure =>
  file.created === false
    ? {
        code: 'destination_conflict',
        message: 'Another object is already kept under this key.',
        role: file.role,
      }
    : { code, message, role: file.role };
