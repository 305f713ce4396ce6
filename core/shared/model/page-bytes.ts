/**
 * Bytes of JSON that the records of one answer have at most. Lambda refuses to answer with more
 * than 6 MB, and the texts that customers choose decide how large a record is.
 */
export const mostPageBytes = 200_000;

/** Bytes of a value as JSON in UTF-8. */
export const jsonBytes = (value: unknown): number =>
  new TextEncoder().encode(JSON.stringify(value)).length;

/** The first of some records that fit into one answer: one at least. */
export const fittingIn = <Item>(items: readonly Item[]): Item[] => {
  let bytes = 0;
  const end = items.findIndex((item, index) => {
    bytes += jsonBytes(item) + 1;
    return index > 0 && bytes > mostPageBytes;
  });
  return end < 0 ? [...items] : items.slice(0, end);
};

type Page<Item> = { items: readonly Item[]; next?: string | undefined };

/** A page of a list without the records that do not fit: the next page begins with them. */
export const fittingPage = <Item>(
  { items, next }: Page<Item>,
  positionOf: (item: Item) => string,
): { items: Item[]; next?: string | undefined } => {
  const kept = fittingIn(items);
  const last = kept.at(-1);
  return { items: kept, next: kept.length < items.length && last ? positionOf(last) : next };
};
