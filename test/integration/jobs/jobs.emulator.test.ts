import { beforeAll, describe, expect, it } from '@jest/globals';
import { DynamoJobs } from '../../../adapters/jobs/dynamo-jobs.ts';
import { jobEvents } from '../../../core/event-names.ts';
import { busEvents } from '../../../openapi/events/event-schemas.ts';
import { documents } from '../../contracts/shared/emulator.ts';
import { sampleJob } from '../../contracts/shared/samples.ts';
import { deployed, invoke } from '../shared/deployed.ts';
import { eventually } from '../shared/eventually.ts';
import { type Inbox, listenToBus } from '../shared/listener.ts';
import { aUser } from '../shared/pool-user.ts';
import { announced, send, uploaded } from '../shared/sample-upload.ts';
import { aVisitor, type Visitor } from '../shared/visitor.ts';

type JobEvent = {
  source: string;
  'detail-type': string;
  detail: { jobId: string; inputs?: object; outputs?: object; reason?: string };
};

let [owner, worker, stranger]: Visitor[] = [];
let inbox: Inbox<JobEvent>;
beforeAll(async () => {
  [owner, worker, stranger, inbox] = await Promise.all([
    aVisitor(),
    aUser('worker'),
    aUser(),
    listenToBus<JobEvent>(jobEvents.source),
  ]);
});

const heard = async (type: string, jobId: string): Promise<JobEvent> => {
  const event = await inbox.first(
    `${type} of ${jobId}`,
    (one) => one['detail-type'] === type && one.detail.jobId === jobId,
  );
  busEvents[type]?.detail.parse(event.detail);
  return event;
};

const by = (visitor: Visitor | undefined): Visitor => {
  if (!visitor) throw new Error('nobody there');
  return visitor;
};

/** A running job over a fresh photo of the owner's. */
const started = async (onFinish: object) => {
  const { uploadId, bytes } = await uploaded(by(owner));
  const { ownerId } = (await by(owner).get(`/uploads/${uploadId}`)).body;
  const { status, body } = await by(worker).post('/jobs', {
    ownerId,
    title: 'Cut',
    inputs: { photo: uploadId },
    onFinish,
    metadata: { frames: '24' },
  });
  return { status, job: body, input: uploadId, bytes };
};

/** A result as the worker registers, sends and completes it. */
const result = async (jobId: string): Promise<string> => {
  const upload = await announced(by(worker), undefined, { category: 'processed', jobId });
  await send(upload, upload.bytes);
  await by(worker).post(`/uploads/${upload.uploadId}/complete`);
  return upload.uploadId;
};

const finish = (jobId: string, outputs: object = {}, visitor = worker) =>
  by(visitor).post(`/jobs/${jobId}/finish`, { outputs });

describe('a job, the whole way', () => {
  it('is announced, worked on and finished by a worker who is not its owner; its inputs are deleted, its outputs kept', async () => {
    const { status, job, input, bytes } = await started({ inputs: 'delete', outputs: 'keep' });
    expect([status, job.status]).toEqual([201, 'running']);
    const { source, detail } = await heard('JobCreated', job.jobId);
    expect([source, detail]).toEqual([
      'keepsake.jobs',
      { jobId: job.jobId, title: 'Cut', inputs: { photo: input }, metadata: { frames: '24' } },
    ]);
    const { url } = (await by(worker).get(`/uploads/${input}/download?format=json`)).body;
    expect(Buffer.from(await (await fetch(url)).arrayBuffer()).equals(bytes)).toBe(true);
    const output = await result(job.jobId);
    expect((await by(owner).get(`/uploads/${output}`)).body).toMatchObject({
      status: 'uploaded',
      metadata: { jobId: job.jobId },
    });
    const { body: finished } = await finish(job.jobId, { cut: output });
    expect(finished).toMatchObject({
      status: 'finished',
      outputs: { cut: output },
      cleanUp: { [input]: 'deleted', [output]: 'kept' },
    });
    expect((await by(owner).get(`/uploads/${input}`)).status).toBe(404);
    expect((await heard('JobFinished', job.jobId)).detail).toMatchObject({
      outputs: { cut: output },
    });
    expect((await by(owner).get(`/jobs/${job.jobId}`)).body).toEqual(finished);
  });

  it('ends once: the same answer again is the same, another one is refused', async () => {
    const { job, input } = await started({ inputs: 'keep', outputs: 'keep' });
    const first = await finish(job.jobId);
    expect((await finish(job.jobId)).body).toEqual(first.body);
    const failed = await by(worker).post(`/jobs/${job.jobId}/fail`, { reason: 'late' });
    expect([failed.status, failed.body.type]).toEqual([
      409,
      'urn:keepsake:problem:job-not-running',
    ]);
    expect((await by(owner).get(`/uploads/${input}`)).body.status).toBe('uploaded');
  });

  it('promotes its inputs and ends when the last one is permanent', async () => {
    const { job, input } = await started({ inputs: 'promote', outputs: 'keep' });
    expect(['finishing', 'finished']).toContain((await finish(job.jobId)).body.status);
    const done = await eventually(`${job.jobId} finished`, async () => {
      const { body } = await by(owner).get(`/jobs/${job.jobId}`);
      return body.status === 'finished' ? body : undefined;
    });
    expect(done.cleanUp).toEqual({ [input]: 'promoted' });
    expect((await by(owner).get(`/uploads/${input}`)).body).toMatchObject({
      status: 'permanent',
      key: `photos/promoted/${input}`,
    });
  });

  it('fails with a reason, and cleans up all the same', async () => {
    const { job, input } = await started({ inputs: 'delete', outputs: 'delete' });
    const { body } = await by(worker).post(`/jobs/${job.jobId}/fail`, { reason: 'no such codec' });
    expect(body).toMatchObject({
      status: 'failed',
      reason: 'no such codec',
      cleanUp: { [input]: 'deleted' },
    });
    expect((await heard('JobFailed', job.jobId)).detail).toMatchObject({ reason: 'no such codec' });
  });

  it('whose clean-up was cut off is ended by the reconciler, and its end announced', async () => {
    const { uploadId } = await uploaded(by(owner));
    const { ownerId } = (await by(owner).get(`/uploads/${uploadId}`)).body;
    const hoursAgo = new Date(Date.now() - 2 * 3_600_000).toISOString();
    const onFinish = { inputs: 'delete' as const, outputs: 'keep' as const };
    const cutOff = sampleJob({
      ownerId,
      inputs: { photo: uploadId },
      onFinish,
      status: 'finishing',
      announcements: [],
      updatedAt: hoursAgo,
    });
    await new DynamoJobs(documents, deployed.tables.jobs).create(cutOff);
    await invoke('upkeep', { task: 'reconcile' });
    expect((await by(owner).get(`/jobs/${cutOff.jobId}`)).body).toMatchObject({
      status: 'finished',
      cleanUp: { [uploadId]: 'deleted' },
    });
    await heard('JobFinished', cutOff.jobId);
  });

  it('is refused to a visitor who wants the files kept for good without paying', async () => {
    const { uploadId } = await uploaded(by(owner));
    const onFinish = { inputs: 'promote', outputs: 'keep' };
    const refused = await by(owner).post('/jobs', {
      title: 'Cut',
      inputs: { photo: uploadId },
      onFinish,
    });
    expect([refused.status, refused.body.type]).toEqual([403, 'urn:keepsake:problem:not-allowed']);
    const { job } = await started(onFinish);
    expect((await finish(job.jobId, {}, owner)).status).toBe(403);
    expect((await by(owner).get(`/uploads/${uploadId}`)).body.status).toBe('uploaded');
  });

  it('can be finished by its owner', async () => {
    const { job } = await started({ inputs: 'keep', outputs: 'keep' });
    expect((await finish(job.jobId, {}, owner)).body.status).toBe('finished');
  });
});

describe('what a worker may reach', () => {
  it('is what a running job works on, and no longer than it runs', async () => {
    const { job, input } = await started({ inputs: 'keep', outputs: 'keep' });
    const { uploadId: other } = await uploaded(by(owner));
    expect((await by(worker).get(`/uploads/${other}`)).status).toBe(404);
    expect((await by(worker).get(`/uploads/${input}`)).status).toBe(200);
    await finish(job.jobId);
    expect((await by(worker).get(`/uploads/${input}`)).status).toBe(404);
    expect((await by(worker).get(`/uploads/${input}/download`)).status).toBe(404);
  });

  it('is nothing for somebody who is no worker', async () => {
    const { job, input } = await started({ inputs: 'keep', outputs: 'keep' });
    for (const path of [`/uploads/${input}`, `/uploads/${input}/download`, `/jobs/${job.jobId}`])
      expect((await by(stranger).get(path)).status).toBe(404);
    expect((await finish(job.jobId, {}, stranger)).status).toBe(404);
    const refused = await announced(by(stranger), undefined, {
      category: 'processed',
      jobId: job.jobId,
    });
    expect(refused).toMatchObject({ status: 400, errors: [{ field: 'jobId' }] });
  });

  it('lets no file be called a result that was not made for the job', async () => {
    const { job, input } = await started({ inputs: 'keep', outputs: 'delete' });
    const { uploadId: other } = await uploaded(by(owner));
    for (const uploadId of [other, input]) {
      const { status, body } = await finish(job.jobId, { cut: uploadId });
      expect([status, body.errors[0].field]).toEqual([400, 'outputs.cut']);
    }
  });

  it('keeps a running job’s input from being erased', async () => {
    const { job, input } = await started({ inputs: 'keep', outputs: 'keep' });
    const erase = () => by(owner).ask('DELETE', `/uploads/${input}`);
    expect((await erase()).body.type).toBe('urn:keepsake:problem:upload-in-use');
    await finish(job.jobId);
    expect((await erase()).status).toBe(204);
  });
});

describe('GET /jobs', () => {
  it('lists the owner’s own, newest first, in pages', async () => {
    const visitor = await aVisitor();
    const { uploadId } = await uploaded(visitor);
    const made: string[] = [];
    for (const title of ['one', 'two', 'three'])
      made.push(
        (
          await visitor.post('/jobs', {
            title,
            inputs: { a: uploadId },
            onFinish: { inputs: 'keep', outputs: 'keep' },
          })
        ).body.jobId,
      );
    const first = (await visitor.get('/jobs?limit=2')).body;
    const second = (await visitor.get(`/jobs?limit=2&cursor=${first.cursor}`)).body;
    const ids = [...first.jobs, ...second.jobs].map(({ jobId }: { jobId: string }) => jobId);
    expect([ids, second.cursor]).toEqual([made.reverse(), undefined]);
    expect((await by(stranger).get('/jobs')).body.jobs).toEqual([]);
  });
});
