import { describe, expect, it } from '@jest/globals';
import { giveUpScans } from '../../../core/scans/give-up-scans.ts';
import { receiveVerdict } from '../../../core/scans/receive-verdict.ts';
import { gatedWorld, passing, record, refusing, sent, verdict, waiting } from './scanned.ts';

const loud = (_id: string, error: unknown): void => {
  throw error;
};

describe('a verdict that never comes', () => {
  it('is waited for as long as the stage says', async () => {
    const world = gatedWorld();
    await waiting(world);
    world.clock.advance(24 * 3_600_000);
    expect(await giveUpScans(world, loud)).toBe(0);
    expect(await record(world)).toMatchObject({ status: 'checking' });
  });

  it.each([
    [refusing, 'quarantined'],
    [passing, 'uploaded'],
  ] as const)('counts as not scannable after that: %o', async (scan, status) => {
    const world = gatedWorld(scan);
    await waiting(world);
    world.clock.advance(24 * 3_600_000 + 1);
    expect(await giveUpScans(world, loud)).toBe(1);
    expect(await record(world)).toMatchObject({
      status,
      scan: { result: 'unscannable', reason: 'no verdict came within 24 hours' },
    });
    expect(await giveUpScans(world, loud)).toBe(0);
  });

  it.each([
    ['clean', 'uploaded'],
    ['infected', 'quarantined'],
  ] as const)('and comes after all still counts: %s', async (result, status) => {
    const world = gatedWorld();
    const place = await waiting(world);
    world.clock.advance(25 * 3_600_000);
    await giveUpScans(world, loud);
    await receiveVerdict(world, verdict(place, result));
    const upload = await record(world);
    expect(upload).toMatchObject({ status, scan: { result } });
    expect('quarantineReason' in upload).toBe(result === 'infected');
  });

  it('leaves alone what the worker still reads, and what has not arrived', async () => {
    const world = gatedWorld();
    sent(world, 'cat', { status: 'checking' });
    world.clock.advance(25 * 3_600_000);
    expect(await giveUpScans(world, loud)).toBe(0);
  });

  it('holds up nothing once the stage has no scanner any more', async () => {
    const world = gatedWorld();
    await waiting(world);
    world.clock.advance(1000);
    expect(await giveUpScans({ ...world, scan: undefined }, loud)).toBe(1);
    expect(await record(world)).toMatchObject({
      status: 'uploaded',
      scan: { result: 'unscannable', reason: 'there is no scanner any more' },
    });
  });
});
