/**
 * Runs `task` on every item, at most `limit` at a time. Returns the answers in order. After a
 * failure, no further task starts, and the running tasks are awaited.
 */
export async function inParallel<Item, Answer>(
  limit: number,
  items: readonly Item[],
  task: (item: Item) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  const queue = items.entries();
  const failures: unknown[] = [];
  const work = async (): Promise<void> => {
    for (const [position, item] of queue) {
      if (failures.length > 0) return;
      answers[position] = await task(item);
    }
  };
  const workers = Array.from({ length: Math.min(limit, items.length) }, () =>
    work().catch((error: unknown) => failures.push(error)),
  );
  await Promise.all(workers);
  if (failures.length > 0) throw failures[0];
  return answers;
}
