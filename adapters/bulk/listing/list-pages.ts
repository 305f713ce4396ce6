import { InvalidInput, TransientFault } from '../../../core/errors.ts';

/** An object of a listing, by its real key. */
export type ListedObject = {
  key: string;
  sizeBytes: number;
  etag?: string;
  modifiedAt?: string;
};

/** Which objects: those below a prefix, after a key. */
export type Listing = { bucket: string; prefix: string; after?: string | undefined };

/** An answer to ListObjectsV2, by the names of S3. */
export type ListPage = {
  IsTruncated?: boolean | undefined;
  KeyCount?: number | undefined;
  Name?: string | undefined;
  EncodingType?: string | undefined;
  NextContinuationToken?: string | undefined;
  Contents?:
    | {
        Key?: string | undefined;
        Size?: number | undefined;
        ETag?: string | undefined;
        LastModified?: Date | undefined;
      }[]
    | undefined;
};

/** A request for one page. */
export type PageQuery = {
  Bucket: string;
  Prefix: string;
  EncodingType: 'url';
  ContinuationToken?: string | undefined;
  StartAfter?: string;
};

export type AskPage = (query: PageQuery) => Promise<ListPage>;

/** The error of an answer that is not a list. */
export const noList = (bucket: string, cause?: unknown): TransientFault =>
  new TransientFault(`${bucket}: the answer is no list of objects. Try again later.`, { cause });

/** Throws `TransientFault` for an answer that is not a list. */
export const assertList = (page: ListPage, { bucket }: Listing): void => {
  if (!isList(page)) throw noList(bucket);
};

/**
 * A proxy's page and an empty body are answers of 200 as well; as lists they would be empty. So
 * would a list be whose objects have another name.
 */
const isList = ({ IsTruncated, KeyCount = 0, Name, Contents }: ListPage): boolean =>
  [IsTruncated, Name, Contents].some((part) => part !== undefined) &&
  (KeyCount === 0 || Contents !== undefined);

/**
 * The objects of a bucket in the order of their keys, page by page, without those that only show
 * folders. The next page is under way while one is looked at. Throws `InvalidInput` for a list that
 * could be incomplete, endless or of something else: an incomplete list would end as a complete
 * batch.
 */
export async function* listPages(ask: AskPage, listing: Listing): AsyncGenerator<ListedObject[]> {
  const begin = (before?: ListPage): Promise<ListPage> => {
    const asked = ask(queryOf(listing, before));
    // Its error is thrown when its turn comes; the caller may end the list before.
    asked.catch(() => undefined);
    return asked;
  };
  const circle = new Circle();
  for (let next: Promise<ListPage> | undefined = begin(); next; ) {
    const page: ListPage = await next;
    assertList(page, listing);
    assertGoesOn(page, circle, listing);
    next = page.IsTruncated ? begin(page) : undefined;
    yield objectsOf(page, listing).filter((object) => !isFolderMark(object));
  }
}

/** The consoles of S3 and others make empty objects to show folders. */
const isFolderMark = ({ key, sizeBytes }: ListedObject): boolean =>
  sizeBytes === 0 && key.endsWith('/');

const queryOf = ({ bucket, prefix, after }: Listing, before: ListPage | undefined): PageQuery => ({
  Bucket: bucket,
  Prefix: prefix,
  // XML has no way to write some characters.
  EncodingType: 'url',
  ...(before
    ? { ContinuationToken: before.NextContinuationToken }
    : after !== undefined && { StartAfter: after }),
});

/**
 * Finds a page that comes again, however many lie between. Remembers two: the page before, and one
 * that is replaced after 1, 2, 4 … pages (Brent's algorithm).
 */
class Circle {
  #before: ListPage | undefined;
  #earlier: ListPage | undefined;
  #pages = 0;
  #replaceAt = 1;

  isClosedBy(page: ListPage): boolean {
    if (isSamePage(page, this.#before) || isSamePage(page, this.#earlier)) return true;
    this.#before = page;
    this.#pages += 1;
    if (this.#pages === this.#replaceAt) {
      this.#earlier = page;
      this.#replaceAt *= 2;
    }
    return false;
  }
}

const isSamePage = (page: ListPage, then: ListPage | undefined): boolean => {
  const first = page.Contents?.[0]?.Key;
  return (
    then !== undefined &&
    (page.NextContinuationToken === then.NextContinuationToken ||
      (first !== undefined && first === then.Contents?.[0]?.Key))
  );
};

const assertGoesOn = (page: ListPage, circle: Circle, { bucket }: Listing): void => {
  if (page.IsTruncated && !page.NextContinuationToken)
    throw refuse(`The list of ${bucket} breaks off: the storage does not say how it goes on.`);
  if (circle.isClosedBy(page))
    throw refuse(`The list of ${bucket} goes round in a circle: a page of it came twice.`);
};

const refuse = (message: string): InvalidInput => InvalidInput.of('bucket', message);

const objectsOf = (
  { Contents = [], EncodingType }: ListPage,
  { prefix }: Listing,
): ListedObject[] =>
  Contents.map(({ Key, Size = 0, ETag, LastModified }) => {
    if (!Key) throw refuse('An object is listed without its key.');
    const key = decodedKey(Key, EncodingType);
    if (!key.startsWith(prefix)) throw refuse(`${key} is listed, and is not below ${prefix}.`);
    if (!Number.isSafeInteger(Size) || Size < 0)
      throw refuse(`${key} is listed with a size of ${Size} bytes.`);
    return {
      key,
      sizeBytes: Size,
      ...(ETag !== undefined && { etag: ETag }),
      ...(LastModified && { modifiedAt: LastModified.toISOString() }),
    };
  });

/**
 * The real key. Storage that does not know `encoding-type` sends keys as they are, and some says
 * that it encodes and does not.
 */
const decodedKey = (key: string, encoding: string | undefined): string => {
  if (encoding !== 'url' || !/[%+]/.test(key)) return key;
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
};
