import { randomBytes } from 'node:crypto';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { nothingVerified } from '../../../core/bulk/model/verification.ts';
import { s3 } from '../../contracts/shared/emulator.ts';
import { deployed, invoke } from '../shared/deployed.ts';
import { eventually } from '../shared/eventually.ts';
import { anOperator } from '../shared/operator.ts';
import { cutVerification } from './cut-verification.ts';

const bucket = 'keepsake-local-legacy';
const prefix = `media-${randomBytes(4).toString('hex')}/`;
const operator = anOperator();
const pictures = Array.from({ length: 7 }, (_, index) => ({
  key: `${prefix}2019/photo-${index}.jpg`,
  bytes: randomBytes(1000 + index),
}));

const listed = async () => {
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }),
  );
  return Contents.map(({ Key, Size, ETag }) => ({ Key, Size, Etag: ETag }));
};

/** The input that a child of the Map passes on. */
const aCall = async (batchId: string, fence: number, startedAt = new Date()) => ({
  Items: await listed(),
  BatchInput: { batchId, fence },
  startedAt: startedAt.toISOString(),
});

const requested = async () => {
  const source = { bucket, prefix };
  const { status, body } = await operator.post('/batches', {
    source,
    category: 'photo',
    ownerId: 'usr_archive',
  });
  expect(status).toBe(201);
  return body.batchId as string;
};

/** Begins a migration in place of the workflow. */
const begin = (batchId: string, execution: string): Promise<{ fence: number }> =>
  invoke('work-bulk', { task: 'migrate', step: 'begin', batchId, execution });

/** Starts the workflow, as an operator does, and waits for its end. */
const migrate = async (batchId: string) => {
  expect((await operator.post(`/batches/${batchId}/start`)).status).toBe(202);
  return eventually('a migration', async () => {
    const { body } = await operator.get(`/batches/${batchId}`);
    return ['pending', 'running'].includes(body.status) ? undefined : body;
  });
};

/** Has the workflow verify a batch, and waits for its end. */
const verify = async (batchId: string) => {
  expect((await operator.post(`/batches/${batchId}/verify`)).status).toBe(202);
  return eventually('a verification', async () => {
    const { lastTask } = (await operator.get(`/batches/${batchId}`)).body;
    return lastTask?.finishedAt === undefined ? undefined : lastTask;
  });
};

beforeAll(async () => {
  await s3.send(new CreateBucketCommand({ Bucket: bucket })).catch(() => undefined);
  for (const { key, bytes } of pictures)
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes }));
  await s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: `${prefix}2019/notes.exe`, Body: 'MZ' }),
  );
});

describe('a bucket moved by the API', () => {
  let batchId: string;

  it('is put on record first, and nothing moves', async () => {
    batchId = await requested();
    expect((await operator.get(`/batches/${batchId}`)).body).toMatchObject({
      status: 'pending',
      total: { files: 0 },
    });
  });

  it('is copied by the workflow; what its category does not take fails with a reason', async () => {
    expect(await migrate(batchId)).toMatchObject({
      status: 'completed_with_errors',
      percent: 100,
      counts: { transferred: { files: pictures.length }, failed: { files: 1 } },
    });
    const { body } = await operator.get(`/batches/${batchId}/files?status=failed`);
    expect(body.files).toMatchObject([
      { path: '2019/notes.exe', failure: { code: 'TypeNotAllowed' } },
    ]);
  });

  it('is registered for its owner, with the same bytes', async () => {
    const { body } = await operator.get(`/batches/${batchId}/files?status=transferred&limit=1`);
    const [file] = body.files;
    const { Body } = await s3.send(
      new GetObjectCommand({ Bucket: deployed.filesBucket, Key: file.key }),
    );
    const sent = pictures.find(({ key }) => key === `${prefix}${file.path}`)?.bytes;
    expect(Buffer.from((await Body?.transformToByteArray()) ?? [])).toEqual(sent);
    expect(file.uploadId).toMatch(/^upl_/);
  });

  it('is not copied twice by a second run', async () => {
    expect(await migrate(batchId)).toMatchObject({
      counts: { transferred: { files: pictures.length }, failed: { files: 1 } },
    });
  });

  it('is listed a page at a time, each file once', async () => {
    const paths: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const { body } = await operator.get(
        `/batches/${batchId}/files?limit=3${cursor && `&cursor=${cursor}`}`,
      );
      paths.push(...body.files.map(({ path }: { path: string }) => path));
      cursor = body.cursor;
    }
    expect(paths.sort()).toEqual(
      [...pictures.map(({ key }) => key.slice(prefix.length)), '2019/notes.exe'].sort(),
    );
  });

  it('is verified by the workflow', async () => {
    expect(await verify(batchId)).toMatchObject({
      task: 'verify',
      slices: 1,
      result: { checked: pictures.length, missing: 0, changed: 0 },
    });
  });

  it('is verified in slices, and without those that an earlier run went over', async () => {
    const startedAt = new Date().toISOString();
    const slices = await cutVerification(batchId, { startedAt, files: pictures.length });
    const outcome = { slice: '3', result: { ...nothingVerified, checked: 1_000 }, problems: [] };
    await slices.put(batchId, startedAt, outcome);
    const { body } = await operator.get(`/batches/${batchId}/files?status=transferred`);
    const inThird = body.files.filter(({ recordId }: { recordId: string }) =>
      recordId.startsWith('3'),
    );
    const checked = 1_000 + pictures.length - inThird.length;
    expect(await verify(batchId)).toMatchObject({ startedAt, slices: 16, result: { checked } });
    expect(await slices.list(batchId, startedAt)).toHaveLength(16);
  });

  it('is rolled back by the workflow, once somebody says so twice', async () => {
    await operator.post(`/batches/${batchId}/rollback`, { apply: true, moreThanHalf: true });
    const undone = await eventually('a rollback', async () => {
      const { body } = await operator.get(`/batches/${batchId}`);
      return body.lastTask.task === 'rollback' ? body : undefined;
    });
    expect(undone).toMatchObject({
      status: 'rolled_back',
      lastTask: { result: { removed: pictures.length } },
    });
  });
});

describe('a Map that gave its children nothing', () => {
  it.each([
    ['without results', {}, 'the Map wrote no results; resume it'],
    ['over a listing', { turn: { done: true } }, /^the workflow saw none of the objects/],
  ])('%s has not completed its batch', async (_how, ending, reason) => {
    const batchId = await requested();
    const begun = await begin(batchId, 'blind');
    const ended = { begun, ...ending };
    await invoke('work-bulk', { task: 'migrate', step: 'finish', batchId, ended });
    const { body } = await operator.get(`/batches/${batchId}`);
    expect(body.status).toBe('failed');
    expect(body.reason).toMatch(reason);
  });
});

describe('what stands in the way of a migration', () => {
  it.each([
    ['a verification', { task: 'verify' }],
    ['a migration', { task: 'migrate' }],
    ['a task', { task: 'mend' }],
  ])('is an update, for %s in another version’s words', async (_what, words) => {
    const batchId = await requested();
    expect(await invoke('work-bulk', { batchId, ...words })).toMatchObject({
      errorMessage: expect.stringMatching(/began before an update/),
    });
  });

  it('is a bucket the stage may not read', async () => {
    const { status, body } = await operator.post('/batches', {
      source: { bucket: 'somebody-elses' },
      category: 'photo',
    });
    expect([status, body.errors[0].field]).toEqual([400, 'source.bucket']);
  });

  it('is a pause: children that are still to come copy nothing', async () => {
    const batchId = await requested();
    const { fence } = await begin(batchId, 'paused');
    await operator.post(`/batches/${batchId}/pause`);
    expect(await invoke('copy-objects', await aCall(batchId, fence))).toEqual({ stopped: true });
  });

  it('is a child that began too long ago: nothing begins, and it says what is left', async () => {
    const batchId = await requested();
    const { fence } = await begin(batchId, 'late');
    const late = await aCall(batchId, fence, new Date(Date.now() - 5 * 60_000));
    expect(await invoke('copy-objects', late)).toEqual({
      stopped: false,
      left: pictures.length + 1,
    });
  });

  it('is no older version’s execution, whose calls do not say when their child began', async () => {
    const batchId = await requested();
    const { fence } = await begin(batchId, 'older');
    const { startedAt: _unsaid, ...call } = await aCall(batchId, fence);
    expect(await invoke('copy-objects', call)).not.toHaveProperty('left');
  });

  it('is somebody else who works on it', async () => {
    const batchId = await requested();
    await begin(batchId, 'first');
    expect(await begin(batchId, 'second')).toMatchObject({
      errorMessage: expect.stringMatching(/is busy/),
    });
  });
});
