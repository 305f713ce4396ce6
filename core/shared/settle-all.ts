/**
 * Handles every item in parallel and lets each one finish before the first fault is thrown: a retry
 * then finds the least to do.
 */
export const settleAll = async <Item, Result>(
  items: readonly Item[],
  handle: (item: Item) => Promise<Result>,
): Promise<Result[]> => {
  const settled = await Promise.allSettled(items.map(handle));
  return settled.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
};
