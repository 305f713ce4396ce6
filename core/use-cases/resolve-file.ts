import { Gone, NotFound } from '../errors.ts';
import { disposition } from '../model/disposition.ts';
import type { Upload } from '../model/upload.ts';
import type { Clock, Deliverable, Delivery, DeliverySigner, ObjectStore } from '../ports.ts';

export type ResolveDeps = {
  objects: Pick<ObjectStore, 'head'>;
  signer: DeliverySigner;
  clock: Clock;
  signedSeconds: number;
  legacyBaseUrl?: string | undefined;
};

/** A URL for one file, good until `expiresAt`. */
export type ResolvedFile = Delivery & { expiresAt: string };

const assertServable = ({ uploadId, status, expiresAt }: Upload, now: Date): void => {
  if (status === 'quarantined') throw new Gone(`Upload ${uploadId} was refused and is never served. Upload the file again.`);
  if (status !== 'permanent' && new Date(expiresAt) <= now) throw new Gone(`Upload ${uploadId} has expired. Upload the file again.`);
};

const find = async ({ objects }: ResolveDeps, upload: Upload): Promise<Deliverable | undefined> => {
  const { bucket, key, versionId, contentType, isPublic = false, status } = upload;
  const facts = status === 'pending' ? undefined : await objects.head({ bucket, key, versionId });
  return (
    facts && {
      bucket,
      key,
      versionId: facts.versionId,
      contentType,
      disposition: disposition(upload),
      permanent: status === 'permanent',
      isPublic,
    }
  );
};

/** Segments are encoded: a recorded path can never leave the legacy base. */
const legacyUrl = (base: string, path: string): string =>
  `${base}/${path
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.' && segment !== '..')
    .map(encodeURIComponent)
    .join('/')}`;

/** Where an upload's bytes can be fetched now: storage first, then, for legacy records, where the old system kept them. Throws `NotFound` or `Gone`. */
export const resolveFile = async (deps: ResolveDeps, upload: Upload): Promise<ResolvedFile> => {
  const now = deps.clock.now();
  assertServable(upload, now);
  const expiresAt = new Date(now.getTime() + deps.signedSeconds * 1000);
  const file = await find(deps, upload);
  if (file) return { ...(await deps.signer.sign(file, expiresAt)), expiresAt: expiresAt.toISOString() };
  if (upload.source === 'local' && upload.legacyPath && deps.legacyBaseUrl) {
    return { url: legacyUrl(deps.legacyBaseUrl, upload.legacyPath), source: 'local', expiresAt: expiresAt.toISOString() };
  }
  throw new NotFound('file', upload.uploadId);
};
