import type { ScanGate } from '../contract.ts';
import { UploadNotReceived } from '../errors.ts';
import { passed, pinned } from '../scans/model/scanned-upload.ts';
import type { Clock, Ids } from '../shared/ports.ts';
import type { ObjectFacts, ObjectStore } from '../storage/ports.ts';
import { changeUpload } from './change-upload.ts';
import { firstBytesCount, signatureRefusal } from './model/file-signature.ts';
import { partBytes } from './model/multipart-plan.ts';
import { refusalReasons } from './model/refusal-reasons.ts';
import type { Multipart, Upload } from './model/upload.ts';
import type {
  CheckRequests,
  FileReader,
  FileTypes,
  MultipartUploads,
  StoredPart,
  Uploads,
} from './ports.ts';

export type ReceiveDeps = {
  uploads: Uploads;
  objects: Pick<ObjectStore, 'head'>;
  multiparts: Pick<MultipartUploads, 'parts' | 'complete'>;
  reader: FileReader;
  fileTypes: FileTypes;
  checks: CheckRequests;
  clock: Clock;
  ids: Pick<Ids, 'secret'>;
  /** A worker reads larger files, so that no client waits for it. */
  checkInlineBytes: number;
  /** Files wait for the verdict of a scanner for malware. */
  scan?: ScanGate | undefined;
};

/** The result of the checks: the hash of the bytes, or a refusal before the whole file is read. */
export type Finding = { sha256: string } | { refusal: string };

/** The record with a finding about its version; a measured SHA-256 fills in a missing one. */
export const withFinding = (
  { scan: gate, clock }: Pick<ReceiveDeps, 'scan' | 'clock'>,
  upload: Upload & { versionId: string },
  finding: Finding,
): Upload => {
  if ('refusal' in finding) return refused(upload, finding.refusal);
  const { sha256 } = finding;
  if (upload.sha256 !== undefined && upload.sha256 !== sha256)
    return refused(upload, refusalReasons.otherHash());
  return passed({ ...upload, sha256 }, gate, clock.now().toISOString());
};

const refused = (upload: Upload, quarantineReason: string): Upload => ({
  ...upload,
  status: 'quarantined',
  quarantineReason,
});

const maxNamed = 20;

/** Browsers add these by themselves, when a page is reloaded or the cache is off. */
const browsersOwn: readonly string[] = ['no-cache', 'max-age=0'];

/**
 * Receives the object of a pending upload: pins its version and checks it against the announcement,
 * or leaves that to the worker (`checking`). Reads the file if no SHA-256 was announced. Idempotent
 * at every point. Throws `UploadNotReceived`, which leaves the upload unchanged.
 */
export const receiveUpload = async (deps: ReceiveDeps, upload: Upload): Promise<Upload> => {
  const facts = await findArrived(deps, upload);
  const finding = await examine(deps, upload, facts);
  // Before the record: a crash in between leaves a pending upload with a message, and the worker
  // starts over from that.
  const checkId = deps.ids.secret();
  if (!finding) await deps.checks.send({ uploadId: upload.uploadId, checkId });
  const { versionId, etag } = facts;
  const uploadedAt = deps.clock.now().toISOString();
  return changeUpload(deps, upload.uploadId, (current) => {
    if (current.status !== 'pending') return current;
    const arrived = { ...pinned(current, { versionId, etag }), uploadedAt };
    return finding
      ? withFinding(deps, arrived, finding)
      : { ...arrived, status: 'checking', checkId };
  });
};

const findArrived = async (deps: ReceiveDeps, upload: Upload): Promise<ObjectFacts> => {
  if (upload.multipart) await assemble(deps, upload, upload.multipart);
  const facts = await deps.objects.head({ bucket: upload.bucket, key: upload.key });
  if (facts) return facts;
  const how = upload.multipart
    ? 'Its parts were dropped: start a new upload.'
    : 'PUT the file to its URL, then complete it.';
  throw notReceived(upload, `nothing has arrived. ${how}`);
};

/**
 * Parts that are gone were completed by an earlier call whose answer was lost, or dropped: the
 * object, if there is one, tells.
 */
const assemble = async (
  { multiparts }: ReceiveDeps,
  upload: Upload,
  multipart: Multipart,
): Promise<void> => {
  const ref = { bucket: upload.bucket, key: upload.key, multipartId: multipart.multipartId };
  const parts = await multiparts.parts(ref);
  if (!parts) return;
  const whole = parts.filter(
    (part) => part.partNumber <= multipart.partCount && isWhole(upload, multipart, part),
  );
  assertComplete(upload, multipart, whole);
  await multiparts.complete(ref, whole);
};

const isWhole = ({ sizeBytes }: Upload, { partSizeBytes }: Multipart, part: StoredPart): boolean =>
  part.sizeBytes === partBytes(sizeBytes, partSizeBytes, part.partNumber);

const assertComplete = (
  upload: Upload,
  { partCount }: Multipart,
  there: readonly StoredPart[],
): void => {
  const numbers = new Set(there.map(({ partNumber }) => partNumber));
  const missing = Array.from({ length: partCount }, (_, index) => index + 1).filter(
    (number) => !numbers.has(number),
  );
  if (missing.length === 0) return;
  const named = missing.slice(0, maxNamed).join(', ');
  throw notReceived(
    upload,
    `${missing.length} of ${partCount} parts have not arrived: ` +
      `${named}${missing.length > maxNamed ? ', …' : ''}.`,
  );
};

const notReceived = ({ uploadId }: Upload, what: string): UploadNotReceived =>
  new UploadNotReceived(`Upload ${uploadId}: ${what}`, { context: { uploadId } });

/** `undefined` where the worker must read the file first. */
const examine = async (
  deps: ReceiveDeps,
  upload: Upload,
  facts: ObjectFacts,
): Promise<Finding | undefined> => {
  const refusal = unlike(upload, facts) ?? (await refuseDisguise(deps, upload, facts));
  if (refusal !== undefined) return { refusal };
  // The presigned PUT makes S3 keep a SHA-256; of parts it cannot.
  if (facts.sha256 !== undefined) return { sha256: facts.sha256 };
  if (upload.multipart || facts.sizeBytes > deps.checkInlineBytes) return undefined;
  const { bucket, key } = upload;
  const hash = await deps.reader.sha256(
    { bucket, key, versionId: facts.versionId },
    { hasTime: () => true },
  );
  // The connection broke half way: the worker reads it again.
  return typeof hash === 'object' ? undefined : { sha256: hash };
};

const unlike = ({ sizeBytes, contentType }: Upload, facts: ObjectFacts): string | undefined => {
  if (facts.sizeBytes !== sizeBytes) return refusalReasons.otherSize(facts.sizeBytes, sizeBytes);
  if (facts.contentType !== contentType)
    return refusalReasons.sentAs(facts.contentType, contentType);
  return headerRefusal(facts);
};

/** Signatures do not cover these headers: their sender would choose how a file is served. */
const headerRefusal = ({ servedHeaders = {} }: ObjectFacts): string | undefined => {
  const [header] = Object.entries(servedHeaders).filter(
    ([name, value]) => name !== 'Cache-Control' || !browsersOwn.includes(value),
  );
  return header && refusalReasons.header(...header);
};

const refuseDisguise = async (
  { reader, fileTypes }: ReceiveDeps,
  upload: Upload,
  { versionId }: ObjectFacts,
): Promise<string | undefined> => {
  const { bucket, key, contentType, sizeBytes } = upload;
  const ref = { bucket, key, versionId };
  const firstBytes = await reader.firstBytes(ref, firstBytesCount);
  const detected = await fileTypes.detect({
    firstBytes,
    sizeBytes,
    bytesAt: (range) => reader.bytesAt(ref, range),
  });
  return signatureRefusal({
    contentType,
    detected,
    firstBytes,
    isWhole: firstBytes.length >= sizeBytes,
  });
};
