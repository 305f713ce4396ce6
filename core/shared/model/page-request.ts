import * as z from 'zod';
import { wholeNumberSchema } from './whole-number.ts';

/** Fields of every list: page size and cursor. Query parameters are strings. */
export const pageFields = {
  limit: wholeNumberSchema(100).default(25),
  cursor: z
    .string('must be a cursor from an earlier answer')
    .max(1000, 'is no cursor of this list')
    .optional(),
};

/** A moment, with seconds and a zone, as the records spell it. */
export const momentSchema = z.iso
  .datetime({ offset: true, error: 'must be a time like 2030-01-31T12:00:00Z' })
  .transform((text) => new Date(text).toISOString());
