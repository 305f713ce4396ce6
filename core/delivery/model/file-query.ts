import * as z from 'zod';

/** The name of a smaller picture, as the stage's settings have it. */
export const sizeNamePattern = /^[a-z][a-z0-9-]{0,31}$/;

/** `?variant=thumbnail` leads to that smaller picture of the file. */
export const variantQuerySchema = z.object({
  variant: z
    .string()
    .regex(sizeNamePattern, 'must be the name of a size, e.g. thumbnail')
    .optional(),
});

/** `?format=json` answers with the URL of a file instead of leading there. */
export const fileQuerySchema = z.object({
  format: z.literal('json', 'must be json, or left out for a redirect').optional(),
  ...variantQuerySchema.shape,
});
