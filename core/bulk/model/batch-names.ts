import { hash } from 'node:crypto';
import { cleanName } from '../../uploads/model/file-name.ts';
import type { BatchPlan } from './batch.ts';
import { unsafePath } from './source-path.ts';

type Where = Pick<BatchPlan, 'target' | 'register'>;

/** S3 takes keys of at most 1,024 bytes. */
const maxKeyBytes = 1024;

const hash32 = (text: string): string => hash('sha256', text, 'hex').slice(0, 32);

/**
 * A file's id in the journal, derived from its path alone, so that every listing finds the same
 * record and key. Two owners may register equal paths, which are two files.
 */
export const recordIdOf = ({ register }: Where, path: string): string =>
  hash32(register ? `${register.ownerId}\n${register.category}\n${path}` : path);

/** The file's key: its old path below the prefix, or, for a registered file, a generated name. */
export const keyOf = ({ target, register }: Where, path: string, recordId: string): string =>
  register ? `${target.prefix}${recordId}` : `${target.prefix}${path}`;

/** The path a key was made from, where the key says it. */
export const recordIdAt = (plan: Where, key: string): string =>
  plan.register
    ? key.slice(plan.target.prefix.length)
    : recordIdOf(plan, key.slice(plan.target.prefix.length));

/** Registering the same record twice is the same upload. */
export const uploadIdOf = (recordId: string): string => `upl_${recordId}`;

/**
 * The reason why a file cannot have its key, as the end of a sentence; `undefined` for a valid key.
 */
export const pathProblem = (path: string, key: string): string | undefined =>
  unsafePath(path) ??
  (Buffer.byteLength(key) > maxKeyBytes
    ? `has a key of more than ${maxKeyBytes} bytes`
    : undefined);

/** The last part of a path as people may see it. */
export const displayName = (path: string): string =>
  cleanName(path.split('/').at(-1) ?? path).slice(-255) || 'file';
