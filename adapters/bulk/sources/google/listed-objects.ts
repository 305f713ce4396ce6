import * as z from 'zod';
import { TransientFault } from '../../../../core/errors.ts';
import type { ListedObject, ObjectPage } from '../object-storage/object-pages.ts';

/** The fields of a list that are read. */
export const listFields = 'kind,nextPageToken,items(name,size,generation,updated,contentType)';

const itemSchema = z.object({
  name: z.string().min(1),
  size: z.string().regex(/^\d{1,15}$/),
  generation: z.string().regex(/^\d{1,20}$/),
  updated: z.string().optional(),
  contentType: z.string().optional(),
});

const pageSchema = z.object({
  kind: z.literal('storage#objects'),
  nextPageToken: z.string().min(1).optional(),
  items: z.array(itemSchema).optional(),
});

const dateOf = (text: string | undefined): string | undefined => {
  const date = new Date(text ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
};

const objectOf = ({
  name,
  size,
  generation,
  updated,
  contentType,
}: z.infer<typeof itemSchema>): ListedObject => {
  const modifiedAt = dateOf(updated);
  return {
    name,
    sizeBytes: Number(size),
    etag: `"${generation}"`,
    ...(modifiedAt !== undefined && { modifiedAt }),
    ...(contentType !== undefined && { contentType }),
  };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** A page of objects. Throws `TransientFault` for another answer, such as a proxy's page. */
export const objectsIn = (text: string, host: string): ObjectPage<ListedObject> => {
  const { success, data } = pageSchema.safeParse(parsed(text));
  if (!success)
    throw new TransientFault(`${host} answered with no list of objects. Try again later.`);
  const { items = [], nextPageToken: next } = data;
  return { items: items.map(objectOf), ...(next !== undefined && { next }) };
};

const errorSchema = z.object({ error: z.object({ code: z.number(), message: z.string() }) });

/** Google's reason for a refusal, from the body of its answer. */
export const refusalIn = (text: string): string | undefined => {
  const { success, data } = errorSchema.safeParse(parsed(text));
  return success ? `${data.error.code}: ${data.error.message.slice(0, 300)}` : undefined;
};
