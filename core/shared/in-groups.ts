/**
 * The items, or those that `takes` says, in groups of `size`, the last one smaller; holds one group
 * at a time.
 */
export async function* inGroups<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  size: number,
  takes?: (item: Item) => boolean,
): AsyncGenerator<Item[]> {
  let group: Item[] = [];
  for await (const item of items) {
    if (takes && !takes(item)) continue;
    group.push(item);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

/** The items of groups, one by one. */
export async function* inItems<Item>(groups: AsyncIterable<readonly Item[]>): AsyncGenerator<Item> {
  for await (const group of groups) yield* group;
}
