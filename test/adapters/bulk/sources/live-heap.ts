import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const liveBytes = (): number => {
  collectGarbage();
  return process.memoryUsage().heapUsed;
};

/** Counts what comes, and the most bytes that were alive meanwhile beyond what was alive before. */
export async function countLive(
  items: AsyncIterable<unknown>,
  every = 12_500,
): Promise<{ count: number; peakBytes: number }> {
  const before = liveBytes();
  let count = 0;
  let peakBytes = 0;
  for await (const _item of items) {
    count += 1;
    if (count % every === 0) peakBytes = Math.max(peakBytes, liveBytes() - before);
  }
  return { count, peakBytes };
}
