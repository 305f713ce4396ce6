import { describe, expect, it } from '@jest/globals';
import { InvalidInput } from '../../../core/errors.ts';
import { createJob } from '../../../core/jobs/create-job.ts';
import { deleteUpload } from '../../../core/retention/delete-upload.ts';
import type { Upload } from '../../../core/uploads/model/upload.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import { aWorkshop } from '../builders/jobs.ts';
import { anUpload, arrived } from '../builders/records.ts';
import { alice, aWorld, errorOf, mallory } from '../builders/world.ts';

const onFinish = { inputs: 'keep', outputs: 'keep' };
const wanted = { title: 'Cut', inputs: { film: 'upl_1' }, onFinish };
const firstId = `job_${'1'.padStart(32, '0')}`;

const workshop = () => {
  const world = aWorkshop();
  arrived(world, 'upl_1');
  return world;
};

const issuesOf = async (input: object, world = workshop(), caller = alice) => {
  const error = await errorOf(createJob(world, caller, { ...wanted, ...input }));
  expect((await world.jobs.list({ ownerId: caller.ownerId }, { limit: 1 })).jobs).toEqual([]);
  return error instanceof InvalidInput
    ? error.issues.map(({ field, message }) => `${field}: ${message}`)
    : [];
};

describe('create a job', () => {
  it('records it, running, and announces it to whoever does the work', async () => {
    const world = workshop();
    const job = await createJob(world, alice, {
      ...wanted,
      tags: ['hd'],
      metadata: { frames: '24' },
    });
    expect(job).toMatchObject({
      jobId: firstId,
      ownerId: alice.ownerId,
      status: 'running',
      announcements: [],
    });
    const detail = {
      jobId: firstId,
      title: 'Cut',
      tags: ['hd'],
      metadata: { frames: '24' },
      inputs: { film: 'upl_1' },
    };
    expect(world.bus.published).toEqual([{ detailType: 'JobCreated', detail }]);
  });

  it('is written on its inputs before it exists, so that the sweeper knows whom to ask', async () => {
    const world = workshop();
    const jobs = faulty(world.jobs, (operation) => (operation === 'create' ? 'before' : undefined));
    await errorOf(createJob({ ...world, jobs }, alice, wanted));
    expect((await world.uploads.find('upl_1'))?.jobIds).toEqual([firstId]);
  });

  it('is created also while the bus is down; its record promises the announcement', async () => {
    const world = workshop();
    const bus = faulty(world.bus, () => 'before');
    const job = await createJob({ ...world, bus }, alice, wanted);
    expect((await world.jobs.find(job.jobId))?.announcements).toMatchObject([
      { detailType: 'JobCreated' },
    ]);
  });

  it('takes a file under two names, and notes it once', async () => {
    const world = workshop();
    await createJob(world, alice, { ...wanted, inputs: { film: 'upl_1', sound: 'upl_1' } });
    expect((await world.uploads.find('upl_1'))?.jobIds).toHaveLength(1);
  });

  it('takes a kept file, however old', async () => {
    const world = workshop();
    world.uploads.put({ ...arrived(world, 'upl_1'), status: 'permanent' });
    world.clock.set('2031-01-01T00:00:00.000Z');
    await expect(createJob(world, alice, wanted)).resolves.toBeDefined();
  });

  it('reports a stranger’s upload in the very words for one that does not exist', async () => {
    const foreign = await issuesOf({}, workshop(), mallory);
    expect(foreign).toEqual(await issuesOf({ inputs: { film: 'upl_9' } }));
    expect(foreign).toEqual([expect.stringContaining('inputs.film: is no upload of yours')]);
  });

  it.each<[string, Partial<Upload>, string]>([
    ['has not arrived', { status: 'pending' }, 'is pending'],
    ['was refused', { status: 'quarantined' }, 'is quarantined'],
    ['is being swept', { removal: { as: 'expired', at: '', by: '' } }, 'has expired'],
    ['is being erased', { removal: { as: 'erased', at: '', by: '' } }, 'is no upload of yours'],
    ['has expired', { expiresAt: '2030-01-01T00:00:00.000Z' }, 'has expired'],
  ])('refuses a file that %s', async (_what, changes, message) => {
    const world = aWorkshop();
    world.uploads.put({ ...arrived(world, 'upl_1'), ...changes });
    expect(await issuesOf({}, world)).toEqual([expect.stringContaining(`inputs.film: ${message}`)]);
  });

  it('refuses a file the sweeper took between look and note', async () => {
    const world = workshop();
    const uploads = faulty(world.uploads, (operation) => {
      if (operation === 'find') world.uploads.put({ ...anUpload(), status: 'expired' });
      return undefined;
    });
    expect(await issuesOf({}, { ...world, uploads })).toEqual([
      expect.stringContaining('inputs.film: is expired'),
    ]);
  });

  it('refuses a file that was in twenty jobs', async () => {
    const world = aWorkshop(aWorld());
    world.uploads.put({
      ...arrived(world, 'upl_1'),
      jobIds: Array.from({ length: 20 }, (_, index) => `job_${index}`),
    });
    expect(await issuesOf({}, world)).toEqual([
      'inputs.film: was used 20 times; upload the file again',
    ]);
  });

  it.each<[string, Partial<Upload>]>([
    ['was used up', { jobIds: Array.from({ length: 20 }, (_, index) => `job_${index}`) }],
    ['expired since it was looked at', { status: 'expired' }],
  ])('leaves no trace on its other files when one %s', async (_how, changes) => {
    const world = workshop();
    const other = arrived(world, 'upl_2');
    const uploads = faulty(world.uploads, (operation, [uploadId]) => {
      if (operation === 'find' && uploadId === 'upl_2') world.uploads.put({ ...other, ...changes });
      return undefined;
    });
    const trial = aWorkshop({ ...world, uploads });
    expect(await issuesOf({ inputs: { film: 'upl_1', sound: 'upl_2' } }, trial)).toHaveLength(1);
    expect(await world.uploads.find('upl_1')).not.toHaveProperty('jobIds');
    await deleteUpload(world, alice, 'upl_1');
    expect(await world.uploads.find('upl_1')).toBeUndefined();
  });

  it('notes nothing at all when one was used up before', async () => {
    const world = workshop();
    world.uploads.put({
      ...arrived(world, 'upl_2'),
      jobIds: Array.from({ length: 20 }, (_, index) => `job_${index}`),
    });
    const before = await world.uploads.find('upl_1');
    expect(await issuesOf({ inputs: { film: 'upl_1', sound: 'upl_2' } }, world)).toEqual([
      'inputs.sound: was used 20 times; upload the file again',
    ]);
    expect(await world.uploads.find('upl_1')).toEqual(before);
  });

  it('keeps the notes of other jobs when it is refused', async () => {
    const world = workshop();
    const other = arrived(world, 'upl_2');
    await createJob(world, alice, wanted);
    const uploads = faulty(world.uploads, (operation, [uploadId]) => {
      if (operation === 'find' && uploadId === 'upl_2')
        world.uploads.put({ ...other, status: 'expired' });
      return undefined;
    });
    await errorOf(
      createJob({ ...world, uploads }, alice, {
        ...wanted,
        inputs: { film: 'upl_1', sound: 'upl_2' },
      }),
    );
    expect((await world.uploads.find('upl_1'))?.jobIds).toEqual([firstId]);
  });

  it.each([
    ['title', { title: '' }],
    ['title', { title: 'x'.repeat(201) }],
    ['description', { description: 7 }],
    ['tags', { tags: Array.from({ length: 21 }, () => 'x') }],
    ['tags[0]', { tags: ['x'.repeat(65)] }],
    ['metadata.frames', { metadata: { frames: [24] } }],
    ['inputs', { inputs: {} }],
    [
      'inputs',
      {
        inputs: Object.fromEntries(
          Array.from({ length: 26 }, (_, index) => [`a${index}`, 'upl_1']),
        ),
      },
    ],
    ['inputs.film', { inputs: { film: 7 } }],
    ['inputs.1', { inputs: { 1: 'upl_1' } }],
    ['onFinish', { onFinish: undefined }],
    ['onFinish.inputs', { onFinish: { inputs: 'burn', outputs: 'keep' } }],
    ['onFinish.outputs', { onFinish: { inputs: 'keep', outputs: 'burn' } }],
  ])('names %s: %j', async (field, wrong) => {
    const fields = (await issuesOf(wrong)).map((issue) => issue.slice(0, issue.indexOf(': ')));
    expect(new Set(fields)).toEqual(new Set([field]));
  });
});
