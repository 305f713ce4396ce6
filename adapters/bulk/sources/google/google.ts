import { InvalidInput } from '../../../../core/errors.ts';
import { allowedUrl } from '../../../aws/http-guard.ts';
import type { GuardedHttp } from '../http-request.ts';
import { askListing } from '../object-storage/ask-listing.ts';
import { comesAfter, type ListedObject, type ObjectPage } from '../object-storage/object-pages.ts';
import { folderPrefix, type ObjectOptions, ObjectSource } from '../object-storage/object-source.ts';
import { listFields, objectsIn, refusalIn } from './listed-objects.ts';

type Options = ObjectOptions & { endpoint: string; bucket: string };

type Page = ObjectPage<ListedObject>;

/** The most that the JSON API lists at once. */
const pageSize = 1000;

/**
 * Objects below a prefix of a bucket of Google Cloud Storage. The JSON API lists them, because it
 * says their types; the XML API sends them, because only its answers hold their metadata. Throws
 * `InvalidInput` for an endpoint the policy does not allow.
 */
export const googleSource = ({ endpoint, bucket, ...options }: Options): ObjectSource => {
  const origin = allowedUrl(endpoint, options.policy).href.replace(/\/$/, '');
  const prefix = folderPrefix(options.prefix);
  const place = { description: `gs://${bucket}/${prefix}`, prefix };
  const list = `${origin}/storage/v1/b/${bucket}/o`;
  const ask = async (http: GuardedHttp, mark?: string, from?: string): Promise<Page> => {
    const askPage = (where: Where) => askFor(http, place, listUrl(list, prefix, where));
    const page = await askPage({ pageToken: mark, startOffset: from });
    if (page.items.length >= pageSize && page.next === undefined)
      await assertEnds(page, place.description, askPage);
    return page;
  };
  const store = { kind: 'google' as const, ...place, baseUrl: `${origin}/${bucket}/`, ask };
  return new ObjectSource(store, options);
};

/** Where a page begins. */
type Where = { pageToken?: string | undefined; startOffset?: string | undefined };

const listUrl = (list: string, prefix: string, where: Where): URL => {
  const url = new URL(list);
  const asked = { maxResults: String(pageSize), fields: listFields, ...where };
  for (const [name, value] of Object.entries(asked))
    if (value !== undefined) url.searchParams.set(name, value);
  if (prefix !== '') url.searchParams.set('prefix', prefix);
  return url;
};

const askFor = (
  http: GuardedHttp,
  { description }: { description: string },
  url: URL,
): Promise<Page> =>
  askListing(http, {
    url,
    description,
    read: (text) => objectsIn(text, url.host),
    reasonOf: (_message, text) => refusalIn(text),
  });

/** Old emulators cut a list off without a mark: read as a whole one, files would be left out. */
const assertEnds = async (
  { items }: Page,
  description: string,
  ask: (where: Where) => Promise<Page>,
): Promise<void> => {
  const last = items.at(-1)?.name;
  if (last === undefined) return;
  const rest = await ask({ startOffset: last });
  if (rest.items.some(({ name }) => comesAfter(name, last)))
    throw InvalidInput.of('source', `The list of ${description} breaks off after ${last}.`);
};
