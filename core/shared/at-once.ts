import { settleAll } from './settle-all.ts';

/**
 * Handles items, `most` at a time: the next one begins as soon as one ends. After a fault no other
 * begins; those under way finish, then it is thrown.
 */
export const eachAtOnce = async <Item>(
  items: AsyncGenerator<Item>,
  most: number,
  handle: (item: Item) => Promise<unknown>,
): Promise<void> => {
  let hasFailed = false;
  await settleAll(Array.from({ length: most }), async () => {
    // All of them take from one generator.
    for await (const item of items) {
      if (hasFailed) return;
      await handle(item).catch((error: unknown) => {
        hasFailed = true;
        throw error;
      });
    }
  });
};
