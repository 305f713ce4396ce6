import { createHash } from 'node:crypto';

/** A request that a client may repeat: `body` is the whole of what it asked for. */
export type Repeatable = { ownerId: string; route: string; key: string; body: unknown };

/**
 * The record of a request. It has no `answer` while its run works. After
 * `validUntil`, another run may take its place. The record holds hashes of the key and the body,
 * not the key and the body. Ids of what the run makes derive from `seed`.
 */
export type IdempotentRequest = {
  requestId: string;
  runId: string;
  fingerprint: string;
  seed: string;
  answer?: string | undefined;
  validUntil: string;
};

/** The same key of another owner, or on another route, is another request. */
export const requestIdOf = ({ ownerId, route, key }: Repeatable): string =>
  hash('request', ownerId, route, key);

const hash = (...parts: string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/** Equal for equal bodies, in whichever order their members are. */
export const fingerprintOf = ({ body }: Repeatable): string =>
  hash('body', JSON.stringify(body, inOneOrder));

/** Some clients write the members of an object in another order each time. */
const inOneOrder = (_name: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** The key that seals the answer: derived from the request's key, which is not on record. */
export const sealingKeyOf = ({ ownerId, route, key }: Repeatable): string =>
  hash('seal', ownerId, route, key);

/**
 * The run that replaces an earlier one. A run that gave no answer may be frozen, and wake up: both
 * create records under the same ids, and storage takes one of them.
 */
export const takingOver = (
  run: IdempotentRequest,
  earlier: IdempotentRequest,
): IdempotentRequest =>
  earlier.answer === undefined && earlier.fingerprint === run.fingerprint
    ? { ...run, seed: earlier.seed }
    : run;
