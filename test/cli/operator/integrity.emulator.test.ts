import { CreateTableCommand, DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DynamoIntegrityRuns } from '../../../adapters/operations/dynamo-integrity-runs.ts';
import { DynamoUploads } from '../../../adapters/uploads/dynamo-uploads.ts';
import { daysAfter } from '../../../core/shared/model/later.ts';
import { documents, s3 } from '../../contracts/shared/emulator.ts';
import { freshId } from '../../contracts/shared/samples.ts';
import { anIntegrityRun } from '../../core/builders/integrity.ts';
import { anUpload, sha256 } from '../../core/builders/records.ts';
import { deployed } from '../../integration/shared/deployed.ts';
import { leaveBytes, objects } from '../../integration/shared/storage.ts';
import { atEmulator, newBucket } from '../bulk/real-storage.ts';
import type { Workplace } from '../run-keepsake.ts';

const prefix = `photos/${freshId('ord')}/`;
const bytes = 'as it was kept';

/** A permanent file on record, with the bytes that storage has of it. */
const put = async (stored = bytes) => {
  const uploadId = freshId('upl');
  const place = { bucket: deployed.filesBucket, key: `${prefix}${uploadId}` };
  const { VersionId: versionId = 'none' } = await s3.send(
    new PutObjectCommand({
      Bucket: place.bucket,
      Key: place.key,
      Body: stored,
      ChecksumAlgorithm: 'SHA256',
    }),
  );
  const file = { uploadId, ...place, versionId };
  await new DynamoUploads(documents, deployed.tables.uploads).create(
    anUpload({ ...file, status: 'permanent', sizeBytes: bytes.length, sha256: sha256(bytes) }),
  );
  return file;
};

const restored: string[] = [];
let here: Workplace;
const keepsake = (options = '') =>
  here.run(`integrity --prefix ${prefix} ${options} --local --json`);

beforeAll(() => {
  here = atEmulator();
});
afterAll(async () => {
  here.remove();
  for (const TableName of restored) await documents.send(new DeleteTableCommand({ TableName }));
});

describe('keepsake integrity', () => {
  it('finds planted rot, a deleted version and a swapped object', async () => {
    const [sound, rotten, deleted, swapped] = [
      await put(),
      await put('as it was rept'),
      await put(),
      await put(),
    ];
    await objects.removeVersion(deleted);
    await leaveBytes(swapped);
    const { code, lines } = await keepsake();
    expect(code).toBe(3);
    const found = new Map<unknown, unknown>(lines.map(({ uploadId, kind }) => [uploadId, kind]));
    expect(found.get(rotten.uploadId)).toBe('changed');
    expect(found.get(deleted.uploadId)).toBe('missing');
    expect(found.get(swapped.uploadId)).toBe('hidden');
    expect(found.has(sound.uploadId)).toBe(false);
    expect(lines.at(-1)).toMatchObject({ kind: 'summary', files: 4, intact: 1, readBytes: 0 });
  });

  it('reads with --read all, and refuses what it does not know', async () => {
    expect((await keepsake('--read all')).lines.at(-1)).toMatchObject({
      intact: 1,
      changed: 1,
      readBytes: bytes.length,
    });
    for (const options of ['--read some', '--part 0/2', '--part 3/2', '--part 2'])
      expect((await keepsake(options)).code).toBe(2);
  });

  it('says beforehand what it costs, and shows the reports of scheduled runs', async () => {
    const { lines } = await keepsake('--estimate --read all');
    expect(lines).toMatchObject([
      { kind: 'estimate', files: 4, requests: 8, bytesToRead: 4 * bytes.length },
    ]);
    // In another week than the runs of earlier calls: a week has one run.
    const weeks = Math.floor(Date.now() / 60_000) % 5000;
    const startedAt = daysAfter('2100-01-04T00:00:00.000Z', 7 * weeks).toISOString();
    const runs = new DynamoIntegrityRuns(documents, deployed.tables.stats);
    await runs.save(anIntegrityRun({ startedAt, part: 3 }));
    const shown = await here.run('integrity --runs --local --json');
    expect(shown.lines.find((line) => line.startedAt === startedAt)).toMatchObject({
      kind: 'run',
      part: 3,
      findings: [{ kind: 'unregistered', key: 'a' }],
    });
  });
});

const uploads = new DynamoUploads(documents, deployed.tables.uploads);
const found = async (uploadId: string) => (await uploads.findMany([uploadId])).at(0);

/** A table with the items that a backup has of some uploads, as a restore makes one. */
const restoredFrom = async (items: Record<string, unknown>[]): Promise<string> => {
  const TableName = freshId('restored');
  restored.push(TableName);
  await documents.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'uploadId', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'uploadId', AttributeType: 'S' }],
    }),
  );
  for (const Item of items) await documents.send(new PutCommand({ TableName, Item }));
  return TableName;
};

const itemOf = async (uploadId: string) => {
  const command = new GetCommand({ TableName: deployed.tables.uploads, Key: { uploadId } });
  return (await documents.send(command)).Item ?? {};
};

describe('the drill of the second region', () => {
  it('brings back the records that a table lost, from a restored backup', async () => {
    const [lost, kept] = [await put(), await put()];
    const table = await restoredFrom([await itemOf(lost.uploadId), await itemOf(kept.uploadId)]);
    await documents.send(
      new DeleteCommand({ TableName: deployed.tables.uploads, Key: { uploadId: lost.uploadId } }),
    );
    const recover = (options = '') =>
      here.run(`recover uploads --from ${table} ${options} --local --json`);
    const dry = await recover();
    expect([dry.code, dry.lines]).toMatchObject([
      3,
      [
        { kind: 'missing', key: [lost.uploadId] },
        { kind: 'summary', same: 1, written: 0 },
      ],
    ]);
    expect((await recover('--apply')).lines.at(-1)).toMatchObject({ missing: 1, written: 1 });
    expect(await found(lost.uploadId)).toMatchObject({ key: lost.key, status: 'permanent' });
    expect((await recover()).code).toBe(0);
  });

  it('builds a stage from the copies of another region, and compares them', async () => {
    const there = await newBucket();
    const file = await put();
    const { VersionId: versionId } = await s3.send(
      new PutObjectCommand({
        ...{ Bucket: there, Key: file.key, Body: bytes, ChecksumAlgorithm: 'SHA256' },
      }),
    );
    const table = await restoredFrom([
      { ...(await itemOf(file.uploadId)), bucket: 'lost', versionId },
    ]);
    await objects.removeVersion(file);
    await documents.send(
      new DeleteCommand({ TableName: deployed.tables.uploads, Key: { uploadId: file.uploadId } }),
    );
    const options = `--from ${table} --files-from ${there} --apply`;
    const { code, lines } = await here.run(`recover uploads ${options} --local --json`);
    expect([code, lines.at(-1)]).toMatchObject([0, { missing: 1, written: 1 }]);
    const record = await found(file.uploadId);
    expect(record).toMatchObject({ bucket: deployed.filesBucket, key: file.key });
    const look = await here.run(`integrity --prefix ${file.key} --local --json`);
    expect([look.code, look.lines.at(-1)]).toMatchObject([0, { files: 1, intact: 1 }]);
  });

  it('compares the second region of a stage that has one', async () => {
    const bucket = await newBucket();
    const prefix = `photos/${freshId('ord')}/`;
    const sent = { Bucket: bucket, ChecksumAlgorithm: 'SHA256' } as const;
    for (const [uploadId, stored] of [
      ['sound', bytes],
      ['rotten', 'as it was rept'],
      ['lost', undefined],
    ] as const) {
      const file = { uploadId: freshId('upl'), bucket: deployed.filesBucket };
      const key = `${prefix}${uploadId}`;
      await s3.send(new PutObjectCommand({ Bucket: file.bucket, Key: key, Body: bytes }));
      // The ids of versions differ, where S3 replicates none: the records name no version.
      await uploads.create(
        anUpload({
          ...{ ...file, key, versionId: undefined, status: 'permanent' },
          ...{ sizeBytes: bytes.length, sha256: sha256(bytes) },
          updatedAt: '2020-01-01T00:00:00.000Z',
        }),
      );
      if (stored) await s3.send(new PutObjectCommand({ ...sent, Key: key, Body: stored }));
    }
    const replica = { bucket, region: deployed.region };
    const local = JSON.stringify({ ...deployed, replica });
    here.files({ '.keepsake/local.json': local });
    const { code, lines } = await here.run(`integrity --prefix ${prefix} --local --json`);
    expect([code, lines.at(-1)]).toMatchObject([
      3,
      { files: 3, intact: 1, 'replica-changed': 1, 'replica-missing': 1 },
    ]);
  });
});
