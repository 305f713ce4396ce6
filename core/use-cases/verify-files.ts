import type { Chunk, Failure, FailureCode, FileOutcome, OrderFile, Proof } from '../model/order.ts';
import { compareChecksums } from '../model/proof.ts';
import { isReceived, type ReceivedUpload } from '../model/upload.ts';
import type { Clock, ObjectFacts, ObjectRef, ObjectStore, Orders, Uploads } from '../ports.ts';
import { type FileJob, outcomeOf, readChunk, settleAll } from './chunk-files.ts';

/** `objects` may be read-only: verification proves, it repairs nothing. */
export type VerifyDeps = {
  orders: Orders;
  uploads: Uploads;
  objects: Pick<ObjectStore, 'head' | 'sha256'>;
  clock: Clock;
  filesBucket: string;
};

type Finding = { proof: Proof } | { code: FailureCode; message: string };
/** `created`: the copy is this attempt's own work, so everything about it must be as ordered. */
type Pair = { source: ObjectRef; copy: ObjectRef; upload: ReceivedUpload; ownerId: string; created: boolean };

/** What was there before us may lack our marks; it may not bear somebody else's. */
const isOwners = ({ metadata }: ObjectFacts, { upload, ownerId, created }: Pair): boolean => {
  const mark = metadata['keepsake-owner'];
  return upload.ownerId === ownerId && (mark === ownerId || (!created && mark === undefined));
};

const differs = (facts: ObjectFacts, pair: Pair): string | undefined => {
  const { sizeBytes, contentType } = pair.upload;
  if (facts.sizeBytes !== sizeBytes) return `The copy has ${facts.sizeBytes} bytes instead of ${sizeBytes}.`;
  if (pair.created && facts.contentType !== contentType) return `The copy says ${facts.contentType} instead of ${contentType}.`;
  return isOwners(facts, pair) ? undefined : 'The copy is not marked as its owner’s.';
};

const mismatch: Finding = { code: 'checksum_mismatch', message: 'The copy’s bytes are not the upload’s.' };

const streamed = async (objects: VerifyDeps['objects'], refs: ObjectRef[], upload: ReceivedUpload): Promise<Finding> => {
  const hashes = await Promise.all(refs.map((ref) => objects.sha256(ref)));
  return hashes.every((hash) => hash === upload.sha256) ? { proof: 'streamed-sha256' } : mismatch;
};

/** A source that is gone by now changes nothing: the announced SHA-256, which storage enforced when it arrived, stands for it. */
const prove = (
  objects: VerifyDeps['objects'],
  pair: Pair,
  source: ObjectFacts | undefined,
  copy: ObjectFacts,
): Finding | Promise<Finding> => {
  const verdict = compareChecksums(source ?? { ...copy, sha256: pair.upload.sha256, crc64nvme: undefined }, copy, pair.upload.sha256);
  if (verdict === 'unknown') return streamed(objects, source ? [pair.copy, pair.source] : [pair.copy], pair.upload);
  return verdict.equal ? { proof: verdict.proof } : mismatch;
};

const examine = async (objects: VerifyDeps['objects'], pair: Pair): Promise<Finding> => {
  const [source, copy] = await Promise.all([objects.head(pair.source), objects.head(pair.copy)]);
  if (!copy) return { code: 'checksum_mismatch', message: 'The copy is gone.' };
  const difference = differs(copy, pair);
  return difference ? { code: 'metadata_mismatch', message: difference } : prove(objects, pair, source, copy);
};

/** Something that was there before us and is not the upload: nobody's mistake to delete. */
const failureOf = (file: OrderFile, { code, message }: { code: FailureCode; message: string }): Failure =>
  file.created === false
    ? { code: 'destination_conflict', message: 'Another object is already kept under this key.', role: file.role }
    : { code, message, role: file.role };

const verifyFile = async (deps: VerifyDeps, { order, file, upload }: FileJob): Promise<FileOutcome> => {
  if (file.attempt !== order.migration.attempt || file.status !== 'copied' || !file.permanentKey || !isReceived(upload))
    return outcomeOf(file);
  const source = { bucket: upload.bucket, key: upload.key, versionId: upload.versionId };
  const copy = { bucket: deps.filesBucket, key: file.permanentKey, versionId: file.versionId };
  const finding = await examine(deps.objects, { source, copy, upload, ownerId: order.ownerId, created: file.created !== false });
  const next: OrderFile =
    'proof' in finding
      ? { ...file, status: 'verified', verifiedBy: finding.proof }
      : { ...file, status: 'failed', failure: failureOf(file, finding) };
  return outcomeOf(await deps.orders.saveFile({ ...next, updatedAt: deps.clock.now().toISOString() }));
};

/** Proves a chunk's copies byte for byte against their sources, by checksum where storage has one, else by reading both. */
export const verifyFiles = async (deps: VerifyDeps, chunk: Chunk): Promise<FileOutcome[]> =>
  settleAll(await readChunk(deps, chunk), (job) => verifyFile(deps, job));
