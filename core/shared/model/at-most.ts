import * as z from 'zod';

/**
 * A list or an object with at most `most` entries. The entries are counted before the first is
 * validated: validating 100,000 invalid entries takes seconds.
 */
export const atMost = <Schema extends z.ZodType>(most: number, message: string, schema: Schema) =>
  z.preprocess((value, { issues }) => {
    if (countOf(value) <= most) return value;
    issues.push({ code: 'custom', input: value, message });
    return z.NEVER;
  }, schema);

const countOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
