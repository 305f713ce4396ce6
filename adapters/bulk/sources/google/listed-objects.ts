import * as z from 'zod';
import { TransientFault } from '../../../../core/errors.ts';
import { jsonIn } from '../../../../core/shared/model/text.ts';
import { dateOf, type ListedObject, type ObjectPage } from '../object-storage/object-pages.ts';

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

/** A page of objects. Throws `TransientFault` for another answer, such as a proxy's page. */
export const objectsIn = (text: string, host: string): ObjectPage<ListedObject> => {
  const { success, data } = pageSchema.safeParse(jsonIn(text));
  if (!success)
    throw new TransientFault(`${host} answered with no list of objects. Try again later.`);
  const { items = [], nextPageToken: next } = data;
  return { items: items.map(objectOf), ...(next !== undefined && { next }) };
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

const errorSchema = z.object({ error: z.object({ code: z.number(), message: z.string() }) });

/** Google's reason for a refusal, from the body of its answer. */
export const refusalIn = (text: string): string | undefined => {
  const { success, data } = errorSchema.safeParse(jsonIn(text));
  return success ? `${data.error.code}: ${data.error.message.slice(0, 300)}` : undefined;
};
