import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countUploads } from '../../../core/retention/count-uploads.ts';
import type { Tally, UploadChange } from '../../../core/retention/model/upload-count.ts';
import type { Upload, UploadStatus } from '../../../core/uploads/model/upload.ts';
import { MemoryStats } from '../../fakes/retention/memory-stats.ts';
import { type Fault, faulty } from '../../fakes/shared/faulty.ts';
import { MemoryQuotas } from '../../fakes/uploads/memory-quotas.ts';
import { anUpload } from '../builders/records.ts';

const everyDay = '0000-00-00';
const quiet = (): void => {};
const count = (stats: MemoryStats, ...changes: UploadChange[]): Promise<string[]> =>
  countUploads({ stats }, changes, quiet);

const created = (fields: Partial<Upload> = {}): Upload =>
  anUpload({ reservedFor: 'usr_alice', ...fields });
const told = (now: Upload, before?: Upload): UploadChange => ({
  uploadId: now.uploadId,
  now,
  before,
});
const removed = (before: Upload): UploadChange => ({ uploadId: before.uploadId, before });
const next = (upload: Upload, fields: Partial<Upload>): Upload => ({
  ...upload,
  ...fields,
  revision: upload.revision + 1,
});

/** Stats beside quotas in which the creation of these uploads was reserved. */
const aCounter = (...uploads: Upload[]): MemoryStats => {
  const quotas = new MemoryQuotas();
  quotas.move(
    uploads.flatMap(({ reservedFor: name, sizeBytes: bytes }) =>
      name === undefined ? [] : [{ name, files: 1, bytes }],
    ),
  );
  return new MemoryStats(quotas);
};

const totalsOf = async (stats: MemoryStats): Promise<Record<string, Tally>> => {
  const { totals } = await stats.read(everyDay);
  return Object.fromEntries(Object.entries(totals).filter(([, { files }]) => files !== 0));
};

describe('count uploads', () => {
  const upload = created({ sizeBytes: 10 });
  const one = { files: 1, bytes: 10 };

  it('counts an upload by category, status, kind of owner and day', async () => {
    const stats = aCounter(upload);
    await count(stats, told(upload));
    expect(await stats.read(everyDay)).toEqual({
      totals: { 'category#photo': one, 'status#pending': one, 'owner#user': one },
      days: { '2030-01-01': one },
    });
  });

  it('moves it from one status to the next', async () => {
    const stats = aCounter(upload);
    await count(stats, told(upload));
    await count(stats, told(next(upload, { status: 'uploaded' }), upload));
    expect(await totalsOf(stats)).toEqual({
      'category#photo': one,
      'status#uploaded': one,
      'owner#user': one,
    });
  });

  it('counts the same change once, however often it is told', async () => {
    const stats = aCounter(upload);
    for (let time = 0; time < 5; time++) await count(stats, told(upload), told(upload));
    expect((await totalsOf(stats))['status#pending']).toEqual(one);
  });

  it('does not go back to what was told late', async () => {
    const stats = aCounter(upload);
    await count(stats, told(next(upload, { status: 'uploaded' }), upload));
    await count(stats, told(upload));
    expect(await totalsOf(stats)).toEqual({
      'category#photo': one,
      'status#uploaded': one,
      'owner#user': one,
    });
  });

  it('forgets an upload whose record was removed, for good', async () => {
    const stats = aCounter(upload);
    await count(stats, told(upload), removed(upload));
    await count(stats, told(next(upload, { status: 'uploaded' }), upload));
    expect(await totalsOf(stats)).toEqual({});
  });

  it.each<[UploadStatus, number]>([
    ['pending', 1],
    ['checking', 1],
    ['uploaded', 1],
    ['quarantined', 0],
    ['permanent', 0],
    ['aborted', 0],
    ['expired', 0],
  ])('an upload that is %s takes up %i files of its owner’s quota', async (status, files) => {
    const stats = aCounter(upload);
    await count(stats, told(upload));
    await count(stats, told(next(upload, { status })));
    expect(stats.quotas.of('usr_alice').files).toBe(files);
  });

  it('gives back what was reserved, also when it hears of the upload for the first time as it goes', async () => {
    const stats = aCounter(upload);
    await count(stats, removed(upload));
    expect(stats.quotas.of('usr_alice')).toEqual({ files: 0, bytes: 0 });
  });

  it('gives nothing back that was never reserved', async () => {
    const { reservedFor: _nothing, ...trusted } = upload;
    const stats = aCounter(trusted);
    await count(stats, told(trusted));
    await count(stats, told(next(trusted, { status: 'permanent' })));
    expect(stats.quotas.all).toEqual({});
  });

  it('moves what is held to whoever claimed it', async () => {
    const anonymous = created({ ownerId: 'ses_1', reservedFor: 'ses_1', sizeBytes: 10 });
    const stats = aCounter(anonymous);
    await count(stats, told(anonymous));
    await count(stats, told(next(anonymous, { ownerId: 'usr_alice' }), anonymous));
    expect([stats.quotas.of('ses_1').files, stats.quotas.of('usr_alice').files]).toEqual([0, 1]);
    expect((await totalsOf(stats))['owner#user']).toEqual(one);
  });

  it('fits any number of changes into transactions of 100 items', async () => {
    const many = Array.from({ length: 150 }, (_, index) =>
      created({
        uploadId: `upl_${index}`,
        ownerId: `usr_${index}`,
        reservedFor: `usr_${index}`,
        createdAt: `2030-01-01T00:00:00.${100 + index}Z`,
      }),
    );
    const stats = aCounter(...many);
    expect(await count(stats, ...many.map((one) => told(one)))).toEqual([]);
    expect((await totalsOf(stats))['status#pending']?.files).toBe(150);
  });

  it('answers what it could not count, and counts the rest', async () => {
    const many = Array.from({ length: 150 }, (_, index) => created({ uploadId: `upl_${index}` }));
    const stats = aCounter(...many);
    const broken = faulty(stats, (operation, [changes]) =>
      operation === 'count' && JSON.stringify(changes).includes('"upl_0"') ? 'before' : undefined,
    );
    const failed = await countUploads(
      { stats: broken },
      many.map((one) => told(one)),
      quiet,
    );
    expect(failed).toContain('upl_0');
    expect((await totalsOf(stats))['status#pending']?.files).toBe(150 - failed.length);
    expect(failed.length).toBeLessThan(150);
  });
});

const steps: readonly Partial<Upload>[] = [
  { status: 'uploaded' },
  { status: 'checking' },
  { status: 'quarantined' },
  { status: 'permanent' },
  { status: 'expired' },
  { ownerId: 'usr_bob' },
  { category: 'video' },
];

/** What happened to one upload: any changes, one after the other, and perhaps its removal. */
const history = fc
  .record({
    changes: fc.array(fc.constantFrom(...steps), { maxLength: 5 }),
    isRemoved: fc.boolean(),
    sizeBytes: fc.integer({ min: 1, max: 1000 }),
    isReserved: fc.boolean(),
  })
  .map(({ changes, isRemoved, sizeBytes, isReserved }) => (uploadId: string) => {
    const { reservedFor, ...plain } = created({
      uploadId,
      sizeBytes,
      ownerId: 'ses_1',
      reservedFor: 'ses_1',
    });
    const records: Upload[] = [isReserved ? { ...plain, reservedFor: reservedFor ?? '' } : plain];
    for (const change of changes) records.push(next(records.at(-1) as Upload, change));
    const events = records.map((now, index) => told(now, records[index - 1]));
    const last = records.at(-1) as Upload;
    return {
      events: isRemoved ? [...events, removed(last)] : events,
      first: records[0] as Upload,
      last: isRemoved ? undefined : last,
    };
  });

const expectedOf = (uploads: readonly Upload[]): Record<string, Tally> => {
  const totals = new MemoryQuotas();
  for (const { category, status, ownerId, sizeBytes: bytes } of uploads)
    totals.move(
      [
        `category#${category}`,
        `status#${status}`,
        `owner#${ownerId.startsWith('ses_') ? 'session' : 'user'}`,
      ].map((name) => ({
        name,
        files: 1,
        bytes,
      })),
    );
  return totals.all;
};

const heldOf = (uploads: readonly Upload[], ownerId: string): Tally => {
  const held = uploads.filter(
    (one) =>
      one.reservedFor &&
      one.ownerId === ownerId &&
      ['pending', 'checking', 'uploaded'].includes(one.status),
  );
  return { files: held.length, bytes: held.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) };
};

const chunks = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );

describe('a stream that repeats, reorders and breaks off', () => {
  it('ends at what the records say, whatever was told how often and in which order', async () => {
    const disorder = fc.record({
      histories: fc.array(history, { minLength: 1, maxLength: 6 }),
      order: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      repeats: fc.infiniteStream(fc.integer({ min: 0, max: 2 })),
      faults: fc.infiniteStream(fc.constantFrom<Fault[]>(undefined, undefined, 'before', 'after')),
      batch: fc.integer({ min: 1, max: 7 }),
    });
    await fc.assert(
      fc.asyncProperty(disorder, async ({ histories, order, repeats, faults, batch }) => {
        const lives = histories.map((make, index) => make(`upl_${index}`));
        const stats = aCounter(...lives.map(({ first }) => first));
        const shaky = faulty(stats, (operation) =>
          operation === 'count' ? faults.next().value : undefined,
        );
        const events = lives.flatMap((life) => life.events);
        const told = events.flatMap((event) =>
          Array.from({ length: repeats.next().value }, () => ({
            event,
            place: order.next().value,
          })),
        );
        const disordered = told.sort((a, b) => a.place - b.place).map(({ event }) => event);
        for (const some of chunks(disordered, batch))
          await countUploads({ stats: shaky }, some, quiet);
        // Whatever went wrong until then, everything is told at least once.
        for (const some of chunks(events, batch)) await count(stats, ...some);
        const alive = lives.flatMap(({ last }) => last ?? []);
        expect(await totalsOf(stats)).toEqual(expectedOf(alive));
        for (const owner of ['ses_1', 'usr_bob'])
          expect(stats.quotas.of(owner)).toEqual(heldOf(alive, owner));
      }),
      { numRuns: 300 },
    );
  });

  it('ends at the same with several consumers at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(history, { minLength: 1, maxLength: 4 }),
        async (scheduler, histories) => {
          const lives = histories.map((make, index) => make(`upl_${index}`));
          const stats = aCounter(...lives.map(({ first }) => first));
          const ports = {
            countedMany: scheduler.scheduleFunction((ids: readonly string[]) =>
              stats.countedMany(ids),
            ),
            count: scheduler.scheduleFunction((changes: Parameters<MemoryStats['count']>[0]) =>
              stats.count(changes),
            ),
          };
          const events = lives.flatMap((life) => life.events);
          const consumers = [events, events.toReversed(), events].map((told) =>
            countUploads({ stats: ports }, told, quiet),
          );
          await scheduler.waitFor(Promise.all(consumers));
          await count(stats, ...events);
          expect(await totalsOf(stats)).toEqual(
            expectedOf(lives.flatMap(({ last }) => last ?? [])),
          );
        },
      ),
      { numRuns: 200 },
    );
  });
});
