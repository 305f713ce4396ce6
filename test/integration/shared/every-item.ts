import type { Visitor } from './visitor.ts';

/**
 * All of a list, page by page: things of other tests are in it too, and may be newer. `name` is the
 * list's in the answer.
 */
// biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is what the tests are about.
export const everyItem = async (visitor: Visitor, path: string, name: string): Promise<any[]> => {
  const items = [];
  for (let cursor = ''; ; ) {
    const { status, body } = await visitor.get(`${path}?limit=100${cursor}`);
    if (status !== 200) throw new Error(`${path}: ${status}, ${JSON.stringify(body)}`);
    items.push(...body[name]);
    if (body.cursor === undefined) return items;
    cursor = `&cursor=${body.cursor}`;
  }
};
