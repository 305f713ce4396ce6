import { hash } from 'node:crypto';
import { cleanName } from '../../uploads/model/file-name.ts';
import type { BatchPlan } from './batch.ts';
import { decodeParts, encodeParts, escapePath, unescapePath, unsafePath } from './source-path.ts';

type Named = Pick<BatchPlan, 'source' | 'target' | 'register' | 'idsFrom' | 'names'>;

/** S3 takes keys of at most 1,024 bytes. */
const maxKeyBytes = 1024;

/**
 * A file's id in the journal, derived from its path alone, so that every listing finds the same
 * record and key. Registered files of another owner, category or place are other files.
 */
export const recordIdOf = (plan: Named, path: string): string => {
  const { register } = plan;
  if (!register) return hash32(path);
  return hash32(`${register.ownerId}\n${register.category}\n${placeOf(plan)}${path}`);
};

const hash32 = (text: string): string => hash('sha256', text, 'hex').slice(0, 32);

/**
 * The place that a source's paths begin at: `s3://old/2019/`. Two buckets or two prefixes have
 * equal paths below them, which are two files. Sources other than S3 have no place: a folder and
 * the web server over it name the same file.
 */
const placeOf = ({ source, idsFrom }: Named): string => {
  if (idsFrom === 'path' || source.kind !== 's3') return '';
  const { endpoint = 's3:/', bucket, prefix } = source.options;
  return `${endpoint}/${bucket}/${prefix}`;
};

/** The key of a file that is only stored: its old path below the prefix. */
export const storedKeyOf = (plan: Named, path: string): string =>
  `${plan.target.prefix}${keyPath(plan, path)}`;

/** The part behind the prefix in the key of a file that is only stored. */
const keyPath = ({ names }: Named, path: string): string => {
  if (names === 'keep') return unescapePath(path);
  return names === 'encode' ? encodeParts(path) : path;
};

/** The file's key: its old path below the prefix, or, for a registered file, a generated name. */
export const keyOf = (plan: Named, path: string, recordId: string): string =>
  plan.register ? `${plan.target.prefix}${recordId}` : storedKeyOf(plan, path);

/** The path that a key was made from, where the key says it. */
export const pathAt = ({ target, names }: Named, key: string): string => {
  const path = key.slice(target.prefix.length);
  if (names === 'keep') return escapePath(path);
  return names === 'encode' ? decodeParts(path) : path;
};

/** The id of the record that a key was made for, where the key says it. */
export const recordIdAt = (plan: Named, key: string): string =>
  plan.register ? key.slice(plan.target.prefix.length) : recordIdOf(plan, pathAt(plan, key));

/** Registering the same record twice is the same upload. */
export const uploadIdOf = (recordId: string): string => `upl_${recordId}`;

/** True if names that cannot be printed safely are taken, too. */
export const takesAnyName = ({ names = 'refuse' }: Pick<BatchPlan, 'names'>): boolean =>
  names !== 'refuse';

/** Why a file cannot have its key, as the end of a sentence; `undefined` for a valid key. */
export const pathProblem = (
  plan: Pick<BatchPlan, 'names'>,
  path: string,
  key: string,
): string | undefined =>
  unusable(plan, path) ??
  (Buffer.byteLength(key) > maxKeyBytes
    ? `has a key of more than ${maxKeyBytes} bytes`
    : undefined);

const unusable = (plan: Pick<BatchPlan, 'names'>, path: string) => {
  if (!takesAnyName(plan)) return unsafePath(path);
  return plan.names === 'keep' && isNoText(path)
    ? 'has bytes in its name that are no UTF-8, which no key can have: --names encode'
    : undefined;
};

/** Bytes of a name that are not UTF-8, as sources of this machine escape them. */
const isNoText = (path: string): boolean => /(?:^|[^\\])(?:\\\\)*\\x[0-9a-f]{2}/.test(path);

/** The last part of a path as people may see it. */
export const displayName = (path: string): string =>
  cleanName(path.split('/').at(-1) ?? path).slice(-255) || 'file';
