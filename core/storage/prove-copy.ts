import type { ReceivedUpload } from '../uploads/model/upload.ts';
import { isMarkedFor } from './model/copy-metadata.ts';
import type { FailureCode } from './model/failure.ts';
import { compareChecksums, type Proof } from './model/proof.ts';
import type { ObjectFacts, ObjectRef, ObjectStore } from './ports.ts';

type Objects = Pick<ObjectStore, 'head' | 'sha256'>;

/** How a copy was proven, or its problem. */
export type Finding = { proof: Proof } | { code: FailureCode; message: string };

/** `created`: this run made the copy, so all of it must match. `owners`: those it may name. */
export type Pair = {
  copy: ObjectRef;
  upload: ReceivedUpload;
  owners: readonly string[];
  created: boolean;
};

const mismatch: Finding = {
  code: 'checksum_mismatch',
  message: 'The copy’s bytes are not the upload’s.',
};

/**
 * Proves a copy byte for byte against its source, by checksum where storage has one, else by
 * reading both. Reads only.
 */
export const proveCopy = async (objects: Objects, pair: Pair): Promise<Finding> => {
  const [source, copy] = await Promise.all([objects.head(sourceOf(pair)), objects.head(pair.copy)]);
  if (!copy) return { code: 'checksum_mismatch', message: 'The copy is gone.' };
  const difference = differs(copy, pair);
  return difference
    ? { code: 'metadata_mismatch', message: difference }
    : prove(objects, pair, source, copy);
};

const sourceOf = ({ upload: { bucket, key, versionId } }: Pair): ObjectRef => ({
  bucket,
  key,
  versionId,
});

const differs = (facts: ObjectFacts, pair: Pair): string | undefined => {
  const { sizeBytes, contentType } = pair.upload;
  if (facts.sizeBytes !== sizeBytes)
    return `The copy has ${facts.sizeBytes} bytes instead of ${sizeBytes}.`;
  if (pair.created && facts.contentType !== contentType)
    return `The copy says ${facts.contentType} instead of ${contentType}.`;
  return isOwners(facts, pair) ? undefined : 'The copy is not marked as its owner’s.';
};

/** An object that existed before may lack our marks, but must not carry another owner's mark. */
const isOwners = ({ metadata }: ObjectFacts, { copy: { key }, owners, created }: Pair): boolean =>
  isMarkedFor(metadata, { key, owners }) ?? (!created && owners.length > 0);

/**
 * A source that is gone by now changes nothing: the announced SHA-256, which storage enforced when
 * it arrived, stands for it.
 */
const prove = (
  objects: Objects,
  pair: Pair,
  source: ObjectFacts | undefined,
  copy: ObjectFacts,
): Finding | Promise<Finding> => {
  const verdict = compareChecksums(
    source ?? { ...copy, sha256: pair.upload.sha256, crc64nvme: undefined },
    copy,
    pair.upload.sha256,
  );
  if (verdict === 'unknown')
    return compareStreams(objects, source ? [pair.copy, sourceOf(pair)] : [pair.copy], pair.upload);
  return verdict.equal ? { proof: verdict.proof } : mismatch;
};

const compareStreams = async (
  objects: Objects,
  refs: ObjectRef[],
  upload: ReceivedUpload,
): Promise<Finding> => {
  const hashes = await Promise.all(refs.map((ref) => objects.sha256(ref)));
  return hashes.every((hash) => hash === upload.sha256) ? { proof: 'streamed-sha256' } : mismatch;
};
