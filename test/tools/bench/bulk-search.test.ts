import { describe, expect, it } from '@jest/globals';
import type { Flags } from '../../../tools/bench/bulk/clients.ts';
import { searchFlags } from '../../../tools/bench/bulk/search.ts';

const grid = { transfers: ['8', '16', '64'], chunk: ['8M', '32M'], unsigned: ['true', 'false'] };

/** Chunks of 8 MiB pay with 16 transfers only; `unsigned=false` does not work at all. */
const costOf = ({ transfers = '4', chunk = '5M', unsigned }: Flags): number => {
  if (unsigned === 'false') return Number.NaN;
  const wait = { 4: 900, 8: 700, 16: 500, 64: 600 }[transfers] ?? 1_000;
  return wait - (chunk === '8M' && transfers === '16' ? 100 : 0);
};

describe('npm run bench:bulk -- --search', () => {
  it('finds the fastest of each flag in turn, and leaves out what does not work', async () => {
    const found = await searchFlags({ transfers: '4' }, grid, async (all) => all.map(costOf));
    expect(found).toEqual({
      flags: { transfers: '16', chunk: '8M' },
      wallMs: 400,
      startMs: 900,
      tried: 7 + 2 + 1 + 2,
    });
  });

  it('keeps the flags of the start where nothing is faster', async () => {
    const start = { transfers: '16', chunk: '8M' };
    const found = await searchFlags(start, grid, async (all) => all.map(costOf));
    expect(found).toMatchObject({ flags: start, wallMs: 400, startMs: 400 });
  });

  it('finds nothing where no flags work', async () => {
    expect(await searchFlags({}, grid, async (all) => all.map(() => Number.NaN))).toBeUndefined();
  });
});
