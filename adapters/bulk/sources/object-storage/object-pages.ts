import type { SourceProblem } from '../../../../core/bulk/model/transfer.ts';
import { InvalidInput } from '../../../../core/errors.ts';

/** An object as its storage lists it. */
export type ListedObject = {
  name: string;
  sizeBytes: number;
  etag?: string;
  modifiedAt?: string;
  contentType?: string;
  problem?: SourceProblem;
};

/** A page of a listing, and the mark of the next one. */
export type ObjectPage<Item> = { items: Item[]; next?: string };

/** What is listed: a place for messages, and the prefix that every name begins with. */
export type Listed = { description: string; prefix: string };

type Ask<Item> = (mark: string | undefined) => Promise<ObjectPage<Item>>;

/** When an object changed, as its storage says it: ISO 8601 in UTC. */
export const dateOf = (text: string | undefined): string | undefined => {
  const date = new Date(text ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
};

/** Compares names by their bytes in UTF-8. */
export const comesAfter = (name: string, other: string): boolean =>
  Buffer.compare(Buffer.from(name), Buffer.from(other)) > 0;

/**
 * The objects of all pages. Throws `InvalidInput` for a list that goes round in a circle, names
 * objects outside of the prefix, or has another order than that of bytes: read as a complete list,
 * it would end as a complete batch.
 */
export async function* objectsInPages<Item extends { name: string }>(
  ask: Ask<Item>,
  { description, prefix }: Listed,
): AsyncGenerator<Item> {
  const emptyPages = new Set<string>();
  let last: string | undefined;
  let mark: string | undefined;
  do {
    const page = await ask(mark);
    for (const item of page.items) {
      // A hierarchical namespace has another order: nothing could be listed on, or compared.
      if (last !== undefined && !comesAfter(item.name, last))
        throw refuse(`${description} does not list in byte order, which is not supported.`);
      if (!item.name.startsWith(prefix))
        throw refuse(`${description} lists ${item.name}, which is not below it.`);
      last = item.name;
      yield item;
    }
    if (page.items.length > 0) emptyPages.clear();
    if (page.next !== undefined && (page.next === mark || emptyPages.has(page.next)))
      throw refuse(`${description} lists in a circle: a page of it came twice.`);
    mark = page.next;
    if (mark !== undefined) emptyPages.add(mark);
  } while (mark !== undefined);
}

const refuse = (message: string): InvalidInput => InvalidInput.of('source', message);
