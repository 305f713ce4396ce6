import * as z from 'zod';
import { httpsUrl, secretName } from '../shared/setting-texts.ts';

/** Headers of the API's own, which a challenge must not take. */
const taken = ['authorization', 'content-type', 'idempotency-key', 'host', 'cookie'];

/** A challenge for people before new sessions and orders: `docs/aws/front-door.md`. */
export const challengeSchema = z.strictObject({
  /** Where the provider verifies answers, e.g. Turnstile's `siteverify`. */
  verifyUrl: httpsUrl,
  /** Its text: the provider's secret key. */
  secretName,
  /** The header that brings the answer. */
  header: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be a header in lower case')
    .refine((name) => !taken.includes(name), 'must not be a header of the API')
    .default('challenge-answer'),
  /** While the provider does not answer, no visitor passes, or every one does. */
  whenAway: z.enum(['refuse', 'let pass']).default('refuse'),
  /** Routes answer after ten seconds at most. */
  timeoutSeconds: z.int().min(1).max(8).default(3),
});
