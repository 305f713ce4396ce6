import type { Api } from './api.ts';
import { leftOut } from './problem.ts';

/** The path of one thing in a collection. */
export const at = (folder: string, id: string, rest = ''): string =>
  `/${folder}/${encodeURIComponent(id)}${rest}`;

/** A path with the fields of the query that have a value. */
export const withQuery = (path: string, query: object): string => {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const fields = new URLSearchParams(
    Object.fromEntries(given.map(([name, value]) => [name, String(value)])),
  );
  return fields.size > 0 ? `${path}?${fields}` : path;
};

/**
 * One page of a list: its entries by the list's name, and where the next page begins. `unreadable`:
 * ids of entries that the page leaves out, because their records are damaged.
 */
export type ListPage<Name extends string, Entry> = Record<Name, Entry[]> & {
  cursor?: string;
  unreadable?: string[];
};

/** Throws `KeepsakeProblem` for records that an answer leaves out. */
export const assertComplete = (unreadable: readonly string[] = []): void => {
  if (unreadable.length > 0) throw leftOut(unreadable);
};

/** Gets one page of a list. */
export type GetPage<Name extends string, Entry, Query extends object = object> = (
  query: Query & { cursor?: string | undefined },
  signal?: AbortSignal,
) => Promise<ListPage<Name, Entry>>;

/** How one page of the list at this path is got. */
export const getPage =
  <Name extends string, Entry, Query extends object = object>(
    api: Api,
    path: string,
  ): GetPage<Name, Entry, Query> =>
  (query, signal) =>
    api.call({ method: 'GET', path: withQuery(path, query), signal });

/**
 * The entries of a list, page by page. The next page is requested when it is needed. Throws
 * `KeepsakeProblem` after the last entry if the list leaves any out: it is not complete.
 */
export async function* everyEntry<Name extends string, Entry, Query extends object>(
  name: Name,
  pageOf: GetPage<Name, Entry, Query>,
  query: Query,
): AsyncGenerator<Entry> {
  const lost: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await pageOf({ ...query, ...(cursor !== undefined && { cursor }) });
    yield* page[name];
    lost.push(...(page.unreadable ?? []));
    cursor = page.cursor;
  } while (cursor !== undefined);
  assertComplete(lost);
}
