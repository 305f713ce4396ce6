/**
 * Runs `task`, which does not fail, on every item, at most `limit` at a time, and returns as they
 * finish. Takes an item when there is room for it.
 */
export async function* asTheyFinish<Item, Answer>(
  limit: number,
  items: AsyncIterable<Item> | Iterable<Item>,
  task: (item: Item) => Promise<Answer>,
): AsyncGenerator<Answer> {
  const running = new Map<number, Promise<readonly [number, Answer]>>();
  let begun = 0;
  const next = async (): Promise<Answer> => {
    const [id, answer] = await Promise.race(running.values());
    running.delete(id);
    return answer;
  };
  for await (const item of items) {
    const id = begun++;
    running.set(
      id,
      task(item).then((answer) => [id, answer] as const),
    );
    if (running.size >= limit) yield await next();
  }
  while (running.size > 0) yield await next();
}
