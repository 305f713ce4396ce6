import { randomBytes } from 'node:crypto';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { SystemClock } from '../../../adapters/aws/system-clock.ts';
import { DynamoUploads } from '../../../adapters/uploads/dynamo-uploads.ts';
import { recordIdOf, uploadIdOf } from '../../../core/bulk/model/batch-names.ts';
import { registerOnly } from '../../../core/bulk/register-only.ts';
import { documents, local, s3 } from '../../contracts/shared/emulator.ts';
import { inStage } from '../../core/builders/stage-plan.ts';
import { eventually } from '../shared/eventually.ts';
import { everyItem } from '../shared/every-item.ts';
import { anOperator } from '../shared/operator.ts';

const bucket = 'keepsake-local-legacy';
const prefix = `older-${randomBytes(4).toString('hex')}/`;
const keys = ['2019/a.jpg', '2019/b.jpg', '2019/c.jpg'].map((name) => `${prefix}${name}`);
const operator = anOperator();

/** Registers objects of the bucket where they lie, as the command line does; answers their ids. */
const register = async (paths: readonly string[]): Promise<string[]> => {
  const plan = {
    ...inStage(),
    source: { kind: 's3' as const, description: bucket, options: { bucket, prefix: '' } },
    idsFrom: 'place' as const,
    register: {
      ownerId: `usr_${randomBytes(4).toString('hex')}`,
      category: 'photo',
      contentTypes: ['image/jpeg'],
      maxSizeBytes: 1_000_000,
    },
  };
  const source = {
    async *list() {
      yield paths.map((path) => ({ path, location: { kind: 's3' as const, bucket, key: path } }));
    },
  };
  const deps = {
    source,
    uploads: new DynamoUploads(documents, local.tables.uploads, local.tables),
    clock: new SystemClock(),
    selects: () => true,
  };
  const { signal } = new AbortController();
  const done = await registerOnly(deps, plan, { dryRun: false, signal, onProblem: () => {} });
  expect(done.registered).toBe(paths.length);
  return paths.map((path) => uploadIdOf(recordIdOf(plan, path)));
};

beforeAll(async () => {
  await s3.send(new CreateBucketCommand({ Bucket: bucket })).catch(() => undefined);
  for (const Key of keys)
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: randomBytes(1000) }));
});

describe('an older client that names files by their ids', () => {
  it('has them moved under the same ids, and nothing else of the bucket', async () => {
    const file_ids = await register(keys.slice(0, 2));
    const { status, body } = await operator.post('/api/migration/batch', { file_ids });
    expect([status, body.batch_id]).toEqual([201, body.batchId]);
    const { batch_id } = body;
    expect((await operator.post('/api/migration/process', { batch_id })).status).toBe(202);
    const batch = await eventually('a migration', async () => {
      const { body: now } = await operator.get(`/api/migration/progress/${batch_id}`);
      return ['pending', 'running'].includes(now.status) ? undefined : now;
    });
    expect(batch).toMatchObject({ status: 'completed', total: { files: 2 } });
    for (const id of file_ids)
      expect((await operator.get(`/uploads/${id}`)).body).toMatchObject({
        source: 's3',
        sizeBytes: 1000,
      });
  });
});

describe('the older paths', () => {
  it('name the batch in the body', async () => {
    const { body } = await operator.post('/api/migration/batch', {
      source: { bucket, prefix },
      category: 'photo',
    });
    expect((await operator.get(`/api/migration/progress/${body.batchId}`)).body.batchId).toBe(
      body.batchId,
    );
    expect(await everyItem(operator, '/api/migration/batches', 'batches')).toContainEqual(
      expect.objectContaining({ batchId: body.batchId }),
    );
    expect((await operator.get(`/api/migration/batch/${body.batchId}/files`)).body).toEqual({
      files: [],
    });
    expect((await operator.post('/api/migration/process', { batchId: body.batchId })).status).toBe(
      202,
    );
    expect((await operator.post('/api/migration/verify', {})).body.errors).toEqual([
      { field: 'batchId', message: 'must be the id of a batch' },
    ]);
  });
});
