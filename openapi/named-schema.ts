import * as z from 'zod';

/** Names a schema, so that the document refers to it instead of repeating it. */
export const named = <Schema extends z.ZodType>(id: string, schema: Schema): Schema =>
  schema.meta({ id }) as Schema;

export const time = z.iso.datetime();

/** Ids of records that a list or a pass leaves out because they cannot be read. */
export const leftOut = { unreadable: z.array(z.string()).optional() };
