import * as z from 'zod';

/** The name of a secret of Secrets Manager, in a stage's settings. */
export const secretName = z
  .string()
  .regex(/^[\w/+=.@-]+$/, 'must be the name of a secret, not its value or ARN');
