import type { CheckRequests, FileReader, FileTypes, MultipartUploads, StoredPart } from '../arrival-ports.ts';
import { UploadNotReceived } from '../errors.ts';
import { firstBytesCount, signatureRefusal } from '../model/file-signature.ts';
import { partBytes } from '../model/multipart-plan.ts';
import type { Multipart, Upload } from '../model/upload.ts';
import type { Clock, ObjectFacts, ObjectStore, Uploads } from '../ports.ts';
import { changeUpload } from './change-upload.ts';

export type ReceiveDeps = {
  uploads: Uploads;
  objects: Pick<ObjectStore, 'head'>;
  multiparts: Pick<MultipartUploads, 'parts' | 'complete'>;
  reader: FileReader;
  fileTypes: FileTypes;
  checks: CheckRequests;
  clock: Clock;
  /** Larger files are read by the worker, not while somebody waits. */
  checkInlineBytes: number;
};

/** An upload that can be checked: somebody said what its bytes must be. */
export type AnnouncedUpload = Upload & { sha256: string };

/** What the checks change in the record. */
type Verdict = Pick<Upload, 'status' | 'quarantineReason'>;

export const wrongHash = 'its SHA-256 is not the announced one';

/** What the checks say, in the record's words. */
export const verdictOf = (refusal: string | undefined): Verdict =>
  refusal === undefined ? { status: 'uploaded' } : { status: 'quarantined', quarantineReason: refusal };

const maxNamed = 20;

const isWhole = ({ sizeBytes }: Upload, { partSizeBytes }: Multipart, part: StoredPart): boolean =>
  part.sizeBytes === partBytes(sizeBytes, partSizeBytes, part.partNumber);

const notReceived = ({ uploadId }: Upload, what: string): UploadNotReceived =>
  new UploadNotReceived(`Upload ${uploadId}: ${what}`, { context: { uploadId } });

const assertComplete = (upload: Upload, { partCount }: Multipart, there: readonly StoredPart[]): void => {
  const numbers = new Set(there.map(({ partNumber }) => partNumber));
  const missing = Array.from({ length: partCount }, (_, index) => index + 1).filter((number) => !numbers.has(number));
  if (missing.length === 0) return;
  const named = missing.slice(0, maxNamed).join(', ');
  throw notReceived(upload, `${missing.length} of ${partCount} parts have not arrived: ${named}${missing.length > maxNamed ? ', …' : ''}.`);
};

/** Parts that are gone were completed by an earlier call whose answer was lost, or dropped: the object, if there is one, tells. */
const assemble = async ({ multiparts }: ReceiveDeps, upload: Upload, multipart: Multipart): Promise<void> => {
  const ref = { bucket: upload.bucket, key: upload.key, multipartId: multipart.multipartId };
  const parts = await multiparts.parts(ref);
  if (!parts) return;
  const whole = parts.filter((part) => part.partNumber <= multipart.partCount && isWhole(upload, multipart, part));
  assertComplete(upload, multipart, whole);
  await multiparts.complete(ref, whole);
};

const arrived = async (deps: ReceiveDeps, upload: Upload): Promise<ObjectFacts> => {
  if (upload.multipart) await assemble(deps, upload, upload.multipart);
  const facts = await deps.objects.head({ bucket: upload.bucket, key: upload.key });
  if (facts) return facts;
  const how = upload.multipart ? 'Its parts were dropped: start a new upload.' : 'PUT the file to its URL, then complete it.';
  throw notReceived(upload, `nothing has arrived. ${how}`);
};

const unlike = ({ sizeBytes, contentType, sha256 }: AnnouncedUpload, facts: ObjectFacts): string | undefined => {
  if (facts.sizeBytes !== sizeBytes) return `${facts.sizeBytes} bytes arrived instead of ${sizeBytes}`;
  if (facts.contentType !== contentType) return `it was sent as ${facts.contentType} instead of ${contentType}`;
  return facts.sha256 !== undefined && facts.sha256 !== sha256 ? wrongHash : undefined;
};

const disguised = async ({ reader, fileTypes }: ReceiveDeps, upload: Upload, { versionId }: ObjectFacts): Promise<string | undefined> => {
  const { bucket, key, contentType, sizeBytes } = upload;
  const firstBytes = await reader.firstBytes({ bucket, key, versionId }, firstBytesCount);
  const detected = await fileTypes.detect(firstBytes);
  return signatureRefusal({ contentType, detected, firstBytes, isWhole: firstBytes.length >= sizeBytes });
};

const examine = async (deps: ReceiveDeps, upload: AnnouncedUpload, facts: ObjectFacts): Promise<Verdict> => {
  const refusal = unlike(upload, facts) ?? (await disguised(deps, upload, facts));
  // The presigned PUT makes S3 keep a SHA-256; of parts it cannot.
  if (refusal !== undefined || facts.sha256 !== undefined) return verdictOf(refusal);
  if (upload.multipart || facts.sizeBytes > deps.checkInlineBytes) return { status: 'checking' };
  const { bucket, key } = upload;
  const hash = await deps.reader.sha256({ bucket, key, versionId: facts.versionId }, { hasTime: () => true });
  // The connection broke half way: the worker reads it again.
  if (typeof hash === 'object') return { status: 'checking' };
  return verdictOf(hash === upload.sha256 ? undefined : wrongHash);
};

/**
 * Takes in what arrived for a pending upload: pins the version and checks it against what was announced, or leaves that to the
 * worker (`checking`). Safe to repeat at any point. Throws `UploadNotReceived`; then the upload stays as it was.
 */
export const receiveUpload = async (deps: ReceiveDeps, upload: AnnouncedUpload): Promise<Upload> => {
  const facts = await arrived(deps, upload);
  const verdict = await examine(deps, upload, facts);
  // Before the record: a crash in between leaves a pending upload with a message, and the worker starts over from that.
  if (verdict.status === 'checking') await deps.checks.send({ uploadId: upload.uploadId });
  const { versionId, etag } = facts;
  const uploadedAt = deps.clock.now().toISOString();
  return changeUpload(deps, upload.uploadId, (current) =>
    current.status === 'pending' ? { ...current, versionId, etag, uploadedAt, ...verdict } : current,
  );
};
