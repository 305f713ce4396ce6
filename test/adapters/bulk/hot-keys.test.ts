import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { DynamoBatches } from '../../../adapters/bulk/journal/dynamo-batches.ts';
import { documentClient } from '../../../adapters/dynamo/document.ts';
import { DynamoStats } from '../../../adapters/retention/dynamo-stats.ts';
import { DynamoUploads } from '../../../adapters/uploads/dynamo-uploads.ts';
import { copyBatchItems } from '../../../core/bulk/copy-batch-items.ts';
import { mapShards } from '../../../core/bulk/request-batch.ts';
import { countUploads } from '../../../core/retention/count-uploads.ts';
import type { Upload } from '../../../core/uploads/model/upload.ts';
import { units as modelUnits } from '../../../tools/bench/aws-model/bulk.ts';
import { sampleBatch } from '../../contracts/bulk/batch-samples.ts';
import { plan } from '../../core/bulk/map-bucket.ts';
import { FixedClock } from '../../fakes/shared/fixed-clock.ts';
import { json, offline, type Sent, StubHandler } from '../aws/stub-handler.ts';
import { WriteUnits } from '../dynamo/write-units.ts';

/** Half a second of what docs/scale.md promises, and of what a key of DynamoDB takes. */
const records = 6_000 / 2;
const perKeyLimit = 1_000 / 2;
const childItems = 100;

const clock = new FixedClock();
const lease = { holder: 'run', fence: 1, expiresAt: '2099-01-01T00:00:00.000Z' };
const batch = sampleBatch({
  status: 'running',
  shards: mapShards,
  plan: { ...plan, register: { ...plan.register, partnerId: 'acme' } } as typeof plan,
});

/** A value as DynamoDB answers it. */
const wrapped = (value: unknown): object => {
  if (typeof value === 'number') return { N: `${value}` };
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'boolean') return { BOOL: value };
  return Array.isArray(value) ? { L: value.map(wrapped) } : { M: image(value as object) };
};
const image = (item: object): object =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, wrapped(value)]));

/** Answers reads of the batch and its lease; finds no records and no marks of the counter. */
const answer = ({ headers, body }: Sent) => {
  if (!headers['x-amz-target']?.endsWith('BatchGetItem')) return json({});
  const { RequestItems } = JSON.parse(body);
  const asksForBatch = RequestItems.batches?.Keys.some(
    ({ item }: { item: { S: string } }) => item.S === 'BATCH',
  );
  const { batchId } = batch;
  const stored = [
    { ...batch, batchId, item: 'BATCH', kind: 'batch' },
    { ...lease, batchId, item: 'STATE' },
  ].map((item) => image(item));
  return json({ Responses: asksForBatch ? { batches: stored } : {} });
};

const units = new WriteUnits();
const network = new StubHandler((sent) => {
  units.note(sent);
  return answer(sent);
});
const documents = documentClient(new DynamoDBClient(offline(network)));
const uploads = new DynamoUploads(documents, 'uploads', { erasures: 'erasures' });
const created: Upload[] = [];

const deps = {
  batches: new DynamoBatches(documents, 'batches', clock),
  clock,
  selects: () => true,
  uploads: {
    create: async (upload: Upload) => {
      created.push(upload);
      await uploads.create(upload);
    },
    find: (uploadId: string) => uploads.find(uploadId),
    save: (upload: Upload) => uploads.save(upload),
    wasErased: (uploadId: string) => uploads.wasErased(uploadId),
  },
  transfers: {
    async *send(jobs: AsyncIterable<{ recordId: string }>) {
      for await (const { recordId } of jobs) {
        const sha256 = 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=';
        const kept = { created: true, sizeBytes: 9, sha256, versionId: 'v'.repeat(32) };
        yield { recordId, attempts: 1, outcome: 'transferred' as const, ...kept };
      }
    },
  },
};

const child = async (start: number): Promise<void> => {
  const items = Array.from({ length: childItems }, (_, index) => ({
    key: `media/2019/summer/IMG_${start + index}.jpg`,
    sizeBytes: 9,
    etag: '"d41d8cd98f00b204e9800998ecf8427e"',
  }));
  const call = { batchId: batch.batchId, fence: 1, failedBefore: 0, items };
  await copyBatchItems(deps as never, call);
};

beforeAll(async () => {
  for (let start = 0; start < records; start += childItems) await child(start);
  const stats = new DynamoStats(documents, { stats: 'stats', quotas: 'quotas' }, clock);
  for (let start = 0; start < created.length; start += childItems) {
    const changes = created
      .slice(start, start + childItems)
      .map((now) => ({ uploadId: now.uploadId, now, before: undefined }));
    await countUploads({ stats }, changes, () => undefined);
  }
});

describe('half a second of bulk registration at the promised rate', () => {
  it('registers as many files as docs/scale.md says, of one owner and one partner', () => {
    expect(created).toHaveLength(records);
    expect(new Set(created.map(({ ownerId, partnerId }) => `${ownerId} ${partnerId}`)).size).toBe(
      1,
    );
  });

  it('writes to no key more than DynamoDB takes', () => {
    expect(units.busiest.units).toBeLessThanOrEqual(perKeyLimit);
  });

  it('costs so many units a record as docs/scale.md says', () => {
    expect(units.perRecord(records)).toEqual({ batches: 2.04, uploads: 6, stats: 2.16 });
  });

  it('costs what tools/bench/aws-model.md reckons with, and one more for the partner', () => {
    const { uploads, ...others } = modelUnits;
    expect(units.perRecord(records)).toEqual({ ...others, uploads: uploads + 1 });
  });
});
