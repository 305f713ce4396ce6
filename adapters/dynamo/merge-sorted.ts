type Head<Value> = { value: Value; source: AsyncGenerator<Value> };

/** Merges sorted sources into one sorted sequence, holding one value of each. */
export async function* mergeSorted<Value>(
  sources: readonly AsyncGenerator<Value>[],
  isBefore: (a: Value, b: Value) => boolean,
): AsyncGenerator<Value> {
  const heads = (await Promise.all(sources.map(advance))).filter((head) => head !== undefined);
  while (heads.length > 0) {
    const first = heads.reduce((best, head) => (isBefore(head.value, best.value) ? head : best));
    yield first.value;
    const next = await advance(first.source);
    heads.splice(heads.indexOf(first), 1, ...(next ? [next] : []));
  }
}

async function advance<Value>(source: AsyncGenerator<Value>): Promise<Head<Value> | undefined> {
  const { done, value } = await source.next();
  return done ? undefined : { value, source };
}
