import { PutObjectCommand } from '@aws-sdk/client-s3';
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
import { atEmulator } from '../bulk/real-storage.ts';
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

let here: Workplace;
const keepsake = (options = '') =>
  here.run(`integrity --prefix ${prefix} ${options} --local --json`);

beforeAll(() => {
  here = atEmulator();
});
afterAll(() => here.remove());

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
