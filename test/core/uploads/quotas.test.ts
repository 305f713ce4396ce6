import { describe, expect, it } from '@jest/globals';
import type { Quotas } from '../../../core/contract.ts';
import { QuotaExceeded } from '../../../core/errors.ts';
import type { Caller } from '../../../core/sessions/model/session.ts';
import { createUpload } from '../../../core/uploads/create-upload.ts';
import { storeText } from '../../../core/uploads/store-text.ts';
import { sha256 } from '../builders/records.ts';
import { alice, aWorld, errorOf, type World } from '../builders/world.ts';

const photo = {
  filename: 'cat.jpg',
  contentType: 'image/jpeg',
  sizeBytes: 100,
  sha256: sha256('cat'),
  category: 'photo',
};
const visitor: Caller = { ownerId: 'ses_1', admin: false, worker: false };
const generous = { files: 1_000, bytes: 1_000_000 };

const aLimitedWorld = (limits: Partial<Quotas>): World => ({
  ...aWorld(),
  quotas: {
    session: generous,
    owner: generous,
    ip: { filesPerDay: 1_000, bytesPerDay: 1_000_000 },
    ...limits,
  },
});

const announce = (world: World, caller: Caller, times: number, changes: object = {}) =>
  Promise.allSettled(
    Array.from({ length: times }, () => createUpload(world, caller, { ...photo, ...changes })),
  );

const made = (results: readonly PromiseSettledResult<unknown>[]): number =>
  results.filter(({ status }) => status === 'fulfilled').length;

const counters = ({ uploads }: World, prefix: string) =>
  Object.entries(uploads.quotas.all).flatMap(([name, tally]) =>
    name.startsWith(prefix) ? [tally] : [],
  );

describe('quotas of uploads', () => {
  it('a flood of one session reserves no more files than it may hold', async () => {
    const world = aLimitedWorld({ session: { files: 20, bytes: 1_000_000 } });
    expect(made(await announce(world, visitor, 500))).toBe(20);
    expect(counters(world, 'ses_1')).toEqual([{ files: 20, bytes: 2_000 }]);
  });

  it('nor more bytes, and signs nothing beyond them', async () => {
    const world = aLimitedWorld({ session: { files: 1_000, bytes: 1_050 } });
    expect(made(await announce(world, visitor, 500))).toBe(10);
    expect(counters(world, 'ses_1')).toEqual([{ files: 10, bytes: 1_000 }]);
    expect(world.signer.signed).toHaveLength(10);
  });

  it('a flood of many sessions from one address ends at the address', async () => {
    const world = aLimitedWorld({ ip: { filesPerDay: 30, bytesPerDay: 1_000_000 } });
    const sessions = Array.from({ length: 100 }, (_, index) => ({
      ...visitor,
      ownerId: `ses_${index}`,
    }));
    const results = await Promise.all(sessions.map((session) => announce(world, session, 5)));
    expect(made(results.flat())).toBe(30);
    expect(counters(world, 'ip#')).toEqual([{ files: 30, bytes: 3_000 }]);
  });

  it('changing the address within an IPv6 network does not help', async () => {
    const world = aLimitedWorld({ ip: { filesPerDay: 1, bytesPerDay: 1_000_000 } });
    expect(made(await announce({ ...world, sourceIp: '2001:db8::1' }, visitor, 1))).toBe(1);
    expect(made(await announce({ ...world, sourceIp: '2001:db8::2' }, visitor, 1))).toBe(0);
    expect(made(await announce({ ...world, sourceIp: '2001:db8:0:1::1' }, visitor, 1))).toBe(1);
  });

  it('a signed-in owner has a quota of their own', async () => {
    const world = aLimitedWorld({
      session: { files: 1, bytes: 100 },
      owner: { files: 3, bytes: 1_000 },
    });
    expect(made(await announce(world, alice, 10))).toBe(3);
  });

  it('texts take from the same quota', async () => {
    const world = aLimitedWorld({ session: { files: 1, bytes: 1_000 } });
    const categories = {
      ...world.categories,
      note: {
        prefix: 'notes',
        contentTypes: ['text/plain'],
        maxSizeBytes: 1_000,
        storageClass: 'STANDARD' as const,
      },
    };
    const fileTypes = { detect: async () => undefined };
    await storeText({ ...world, categories, fileTypes }, visitor, {
      filename: 'a.txt',
      text: 'hello',
      category: 'note',
    });
    expect(await errorOf(createUpload(world, visitor, photo))).toBeInstanceOf(QuotaExceeded);
  });

  it('a file larger than the whole quota is refused by an empty one', async () => {
    const world = aLimitedWorld({ session: { files: 10, bytes: 99 } });
    expect(await errorOf(createUpload(world, visitor, photo))).toBeInstanceOf(QuotaExceeded);
  });

  it('what is refused is not on record', async () => {
    const world = aLimitedWorld({ session: { files: 0, bytes: 0 } });
    await errorOf(createUpload(world, visitor, photo));
    expect((await world.uploads.list({ ownerId: 'ses_1' }, { limit: 10 })).uploads).toEqual([]);
    expect(world.uploads.quotas.all).toEqual({});
  });

  it.each([
    ['session', { session: { files: 0, bytes: 0 } }, undefined],
    ['ip', { ip: { filesPerDay: 0, bytesPerDay: 0 } }, 86_400],
  ])(
    'says that it is the %s’s, and when to come back',
    async (quota, limits, retryAfterSeconds) => {
      const error = (await errorOf(
        createUpload(aLimitedWorld(limits), visitor, photo),
      )) as QuotaExceeded;
      expect(error.context.quota).toBe(quota);
      expect(error.context.retryAfterSeconds).toBe(retryAfterSeconds);
    },
  );

  it('an address has a new quota the next day', async () => {
    const world = aLimitedWorld({ ip: { filesPerDay: 1, bytesPerDay: 1_000 } });
    expect(made(await announce(world, visitor, 3))).toBe(1);
    world.clock.advance(86_400_000);
    expect(made(await announce(world, visitor, 3))).toBe(1);
  });

  it.each([
    ['a worker', { ...visitor, worker: true }],
    ['an operator', { ...visitor, admin: true }],
  ])('%s is trusted: nothing is reserved', async (_who, caller) => {
    const world = aLimitedWorld({
      session: { files: 0, bytes: 0 },
      ip: { filesPerDay: 0, bytesPerDay: 0 },
    });
    expect(made(await announce(world, caller, 3))).toBe(3);
    expect(world.uploads.quotas.all).toEqual({});
  });

  it('no counter’s name shows an address', async () => {
    const world = { ...aWorld(), sourceIp: '198.51.100.7' };
    await createUpload(world, visitor, photo);
    expect(Object.keys(world.uploads.quotas.all).join()).not.toContain('198.51');
  });
});
