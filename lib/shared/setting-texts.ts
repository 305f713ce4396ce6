import * as z from 'zod';

const hasCredentials = (text: string): boolean => {
  const { username, password } = new URL(text);
  return username !== '' || password !== '';
};

/** An address that a stage's function calls. */
export const httpsUrl = z
  .url({ protocol: /^https$/, error: 'must be an https URL', abort: true })
  .refine((text) => !hasCredentials(text), 'must name no user and no password: none is sent');

/** The name of a secret of Secrets Manager, in a stage's settings. */
export const secretName = z
  .string()
  .regex(/^[\w/+=.@-]+$/, 'must be the name of a secret, not its value or ARN');
