import * as z from 'zod';

/** `?format=json` answers with the URL of a file instead of leading there. */
export const fileQuerySchema = z.object({
  format: z.literal('json', 'must be json, or left out for a redirect').optional(),
});
