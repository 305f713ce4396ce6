import * as z from 'zod';

/** A query's whole number from 1 to `most`. */
export const wholeNumberSchema = (most: number) =>
  z
    .string()
    .regex(new RegExp(`^\\d{1,${`${most}`.length}}$`), `must be a whole number from 1 to ${most}`)
    .transform(Number)
    .pipe(z.int().min(1, 'must be at least 1').max(most, `must be at most ${most}`));
