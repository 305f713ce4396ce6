/** The items in groups of `size`, the last one smaller; holds one group at a time. */
export async function* inGroups<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  size: number,
): AsyncGenerator<Item[]> {
  let group: Item[] = [];
  for await (const item of items) {
    group.push(item);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

/**
 * The items of groups, or those that `takes` says, in groups of `size`, the last one smaller. A
 * promise for each item would cost more than most looks at one.
 */
export async function* regroup<Item>(
  groups: AsyncIterable<readonly Item[]>,
  size: number,
  takes: (item: Item) => boolean = () => true,
): AsyncGenerator<Item[]> {
  let group: Item[] = [];
  for await (const items of groups)
    for (const item of items) {
      if (!takes(item)) continue;
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
