import {
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  type ListObjectsV2CommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { InvalidInput, TransientFault } from '../../../core/errors.ts';

/** An object of a listing, by its real key. */
export type ListedObject = {
  key: string;
  sizeBytes: number;
  etag?: string;
  modifiedAt?: string;
  storageClass?: string;
};

/** Which objects: those below a prefix, after a key. */
export type Listing = { bucket: string; prefix: string; after?: string | undefined };

/** Turns the errors of a request into ours. */
type Asking = <Answer>(ask: () => Promise<Answer>) => Promise<Answer>;

type Page = ListObjectsV2CommandOutput;

const refuse = (message: string): InvalidInput => new InvalidInput([{ field: 'bucket', message }]);

/** A proxy's page and an empty body are answers of 200 as well; as lists they would be empty. */
const isList = ({ IsTruncated, KeyCount, Name, Contents }: Page): boolean =>
  [IsTruncated, KeyCount, Name, Contents].some((part) => part !== undefined);

const assertGoesOn = (page: Page, before: Page | undefined, { bucket }: Listing): void => {
  if (!isList(page))
    throw new TransientFault(`${bucket}: the answer is no list of objects. Try again later.`);
  if (page.IsTruncated && page.NextContinuationToken === undefined)
    throw refuse(`The list of ${bucket} breaks off: the storage does not say how it goes on.`);
  const first = page.Contents?.[0]?.Key;
  const isSameToken =
    before !== undefined && page.NextContinuationToken === before.NextContinuationToken;
  if (isSameToken || (first !== undefined && first === before?.Contents?.[0]?.Key))
    throw refuse(`The list of ${bucket} goes round in a circle: a page of it came twice.`);
};

/**
 * The real key. Storage that does not know `encoding-type` sends keys as they are, and some says
 * that it encodes and does not.
 */
const decodedKey = (key: string, encoding: string | undefined): string => {
  if (encoding !== 'url') return key;
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
};

const objectsOf = ({ Contents = [], EncodingType }: Page, { prefix }: Listing): ListedObject[] =>
  Contents.map(({ Key = '', Size = 0, ETag, LastModified, StorageClass }) => {
    const key = decodedKey(Key, EncodingType);
    if (!key.startsWith(prefix)) throw refuse(`${key} is listed, and is not below ${prefix}.`);
    if (Size < 0) throw refuse(`${key} is listed with a size of ${Size} bytes.`);
    return {
      key,
      sizeBytes: Size,
      ...(ETag !== undefined && { etag: ETag }),
      ...(LastModified && { modifiedAt: LastModified.toISOString() }),
      ...(StorageClass !== undefined && { storageClass: StorageClass }),
    };
  });

/**
 * The objects of a bucket in the order of their keys. Throws `InvalidInput` for a list that could
 * be incomplete, endless or of something else: an incomplete list would end as a complete batch.
 */
export async function* listObjects(
  client: S3Client,
  listing: Listing,
  asking: Asking,
): AsyncGenerator<ListedObject> {
  let before: Page | undefined;
  do {
    const input: ListObjectsV2CommandInput = {
      Bucket: listing.bucket,
      Prefix: listing.prefix,
      // XML has no way to write some characters.
      EncodingType: 'url',
      ...(before
        ? { ContinuationToken: before.NextContinuationToken }
        : listing.after !== undefined && { StartAfter: listing.after }),
    };
    const page = await asking(() => client.send(new ListObjectsV2Command(input)));
    assertGoesOn(page, before, listing);
    yield* objectsOf(page, listing);
    before = page;
  } while (before.IsTruncated);
}
