import * as z from 'zod';

/** The id of a record, e.g. `upl_…`. DynamoDB refuses empty keys and those over 2 KB. */
export const idSchema = (of: string) =>
  z.string(`must be the id of ${of}`).regex(/^[\w-]{1,64}$/, `must be the id of ${of}`);

/** The id of an owner: `ses_…`, or `usr_` and the subject of a token. */
export const ownerIdSchema = z
  .string('must be the id of an owner')
  .regex(/^[ -~]{1,260}$/, 'must be the id of an owner');
