import { describe, expect, it } from '@jest/globals';
import { listJobs } from '../../../core/jobs/list-jobs.ts';
import type { Job } from '../../../core/jobs/model/job.ts';
import { readDeadLetters } from '../../../core/operations/dead-letters.ts';
import { listAudit } from '../../../core/operations/list-audit.ts';
import { lookForOrphans } from '../../../core/operations/look-for-orphans.ts';
import type { ParkedMessage } from '../../../core/operations/model/parked-message.ts';
import { listUploads } from '../../../core/uploads/list-uploads.ts';
import { MemoryBatches } from '../../fakes/bulk/memory-batches.ts';
import { MemoryAudit } from '../../fakes/operations/memory-audit.ts';
import {
  MemoryKeptVersions,
  MemoryRegisteredFiles,
} from '../../fakes/operations/memory-whole-stage.ts';
import { anUpload } from '../builders/records.ts';
import { alice, aWorld, filesBucket } from '../builders/world.ts';

/** As large as an answer of the API gets. */
const most = 256 * 1024;
const bytesIn = (answer: object): number => Buffer.byteLength(JSON.stringify(answer));

const numbers = Array.from({ length: 130 }, (_, index) => 100 + index);
const createdAt = '2030-01-01T00:00:00.000Z';
const long = (characters: number): string => '文'.repeat(characters);

const someUploads = () => {
  const { uploads } = aWorld();
  for (const n of numbers)
    uploads.put(anUpload({ uploadId: `upl_${n}`, createdAt, originalFileName: long(1000) }));
  return (query: object) => listUploads({ uploads }, alice, query);
};

const someJobs = async () => {
  const { jobs } = aWorld();
  for (const n of numbers) {
    const job = { jobId: `job_${n}`, ownerId: alice.ownerId, description: long(2000), createdAt };
    await jobs.create({ ...job, announcements: [], revision: 0 } as unknown as Job);
  }
  return (query: object) => listJobs({ jobs }, alice, query);
};

const someActs = () => {
  const audit = new MemoryAudit();
  for (const n of numbers)
    audit.put({
      entryId: `aud_${n}`,
      at: createdAt,
      actor: 'usr_admin',
      action: 'createBatch',
      request: '"'.repeat(4096),
      outcome: 'done',
    });
  return (query: object) => listAudit({ audit }, query);
};

type Page = object & { cursor?: string };

const everyPage = async (list: (query: object) => Promise<Page>): Promise<Page[]> => {
  const pages = [await list({ limit: '100' })];
  for (let { cursor } = pages[0] ?? {}; cursor !== undefined; cursor = pages.at(-1)?.cursor)
    pages.push(await list({ limit: '100', cursor }));
  return pages;
};

describe('an answer of the API', () => {
  it.each([
    ['uploads', 'uploadId', someUploads],
    ['jobs', 'jobId', someJobs],
    ['entries', 'entryId', someActs],
  ] as const)(
    'is not larger than 256 kB, and %s that did not fit follow',
    async (name, id, make) => {
      const pages = await everyPage(await make());
      expect(pages.map(bytesIn).filter((bytes) => bytes > most)).toEqual([]);
      const ids = pages.flatMap((page) =>
        (page as Record<string, Record<string, string>[]>)[name]?.map((one) => one[id]),
      );
      expect([ids.length, new Set(ids).size]).toEqual([130, 130]);
    },
  );

  it('is not larger than 256 kB for large messages of a queue: there are more', async () => {
    const parked = (n: number): ParkedMessage => ({
      messageId: `m${n}`,
      sentAt: createdAt,
      body: long(9000),
      attributes: { ERROR_MESSAGE: { StringValue: long(9000) } },
      handle: `${n}`,
    });
    const take = async function* () {
      for (const n of numbers) yield parked(n);
    };
    const messages = { take, release: async () => {} } as never;
    const queues = [{ name: 'payments', messages }];
    const page = await readDeadLetters({ queues }, 'payments', { limit: '100' });
    expect(bytesIn(page)).toBeLessThanOrEqual(most);
    expect(page).toMatchObject({ more: true, messages: expect.arrayContaining([]) });
    expect(page.messages.length).toBeGreaterThan(5);
  });

  it('is not larger than 256 kB for stray files with the longest keys', async () => {
    const world = aWorld();
    const keys = Array.from({ length: 900 }, (_, n) => `${n}/${'k'.repeat(1000)}`);
    for (const key of keys) world.objects.put(filesBucket, key, 'bytes');
    world.clock.advance(2 * 86_400_000);
    const listed = keys.map((key) => ({
      key,
      versionId: world.objects.all.find((object) => object.key === key)?.versionId ?? 'none',
      sizeBytes: 5,
      modifiedAt: new Date(0),
    }));
    const deps = {
      ...world,
      kept: new MemoryKeptVersions(() => listed, 100),
      registered: new MemoryRegisteredFiles(),
      batches: new MemoryBatches(world.clock),
    };
    const pages = [await lookForOrphans(deps, { dryRun: true })];
    for (let { cursor } = pages[0] ?? {}; cursor !== undefined; cursor = pages.at(-1)?.cursor)
      pages.push(await lookForOrphans(deps, { dryRun: true, cursor }));
    expect(pages.map(bytesIn).filter((bytes) => bytes > most)).toEqual([]);
    expect(pages.flatMap(({ orphans }) => orphans)).toHaveLength(900);
  });
});
