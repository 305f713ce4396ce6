import { allowedUrl } from '../../../aws/http-guard.ts';
import { askListing } from '../object-storage/ask-listing.ts';
import { folderPrefix, type ObjectOptions, ObjectSource } from '../object-storage/object-source.ts';
import { blobsIn } from './listed-blobs.ts';

/** `endpoint`: the account's, without a slash at its end. */
type Options = ObjectOptions & { endpoint: string; container: string };

/** The most that List Blobs answers at once. */
const pageSize = 5000;

/**
 * Blobs below a prefix of a container of Azure Blob Storage, read by a SAS. Azure lists on after a
 * mark of its own only: after a path, the pages before are read again. Throws `InvalidInput` for an
 * endpoint the policy does not allow.
 */
export const azureSource = ({ endpoint, container, ...options }: Options): ObjectSource => {
  const place = `${allowedUrl(endpoint, options.policy).href.replace(/\/$/, '')}/${container}`;
  const prefix = folderPrefix(options.prefix);
  const description = `${place}/${prefix}`;
  const listUrl = (mark: string | undefined): URL => {
    const url = new URL(place);
    const asked = { restype: 'container', comp: 'list', maxresults: String(pageSize) };
    for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
    if (prefix !== '') url.searchParams.set('prefix', prefix);
    if (mark !== undefined) url.searchParams.set('marker', mark);
    return url;
  };
  const store = {
    kind: 'azure' as const,
    description,
    prefix,
    baseUrl: `${place}/`,
    ask: (http: Parameters<typeof askListing>[0], mark?: string) => {
      const url = listUrl(mark);
      return askListing(http, {
        url,
        description,
        read: (text) => blobsIn(text, url.host),
        reasonOf: ({ headers }) => headers['x-ms-error-code']?.toString(),
      });
    },
  };
  return new ObjectSource(store, options);
};
