import { beforeEach, describe, expect, it } from '@jest/globals';
import { registerOnly } from '../../../core/bulk/register-only.ts';
import { planOf, requestBatch } from '../../../core/bulk/request-batch.ts';
import { requestFiles } from '../../../core/bulk/request-files.ts';
import { MemoryBatches } from '../../fakes/bulk/memory-batches.ts';
import { FixedClock } from '../../fakes/shared/fixed-clock.ts';
import { SequenceIds } from '../../fakes/shared/sequence-ids.ts';
import { MemoryUploads } from '../../fakes/uploads/memory-uploads.ts';
import { admin, categories, errorOf } from '../builders/world.ts';

const aStage = () => {
  const clock = new FixedClock();
  return {
    clock,
    batches: new MemoryBatches(clock),
    uploads: new MemoryUploads(),
    ids: new SequenceIds(),
    filesBucket: 'files',
    sourceBuckets: ['old'],
    categories,
  };
};

describe('request batch', () => {
  it.each([
    [{ dryRun: true }, 'dryRun'],
    [{ source: { bucket: 'old', prefx: '2019/' } }, 'source.prefx'],
    [{ source: { bucket: 'old', manifest: { key: 'a.csv', sep: ';' } } }, 'source.manifest.sep'],
  ])('refuses %j: a misspelt field would migrate other files than meant', async (more, field) => {
    const asked = { source: { bucket: 'old' }, category: 'photo', ...more };
    const error = await errorOf(requestBatch(aStage(), admin, asked));
    expect(error).toMatchObject({
      issues: [{ field, message: expect.stringContaining('is no field here') }],
    });
  });
});

describe('the plan of a request', () => {
  const wanted = { category: 'photo', ownerId: 'ada', include: [], exclude: [] };

  it('registers for the partner that is named', () => {
    const source = { bucket: 'old', prefix: '' };
    const asked = { ...wanted, source, partnerId: 'studio', onConflict: 'skip' as const };
    expect(planOf(aStage(), asked).register).toMatchObject({ ownerId: 'ada', partnerId: 'studio' });
  });

  it.each([
    ['its own bucket', 'lists', 'lists'],
    ['the bucket of the files, unless another is named', undefined, 'old'],
  ])('reads a manifest from %s', (_which, bucket, manifestBucket) => {
    const manifest = { bucket, key: 'a.csv', inventory: false };
    const source = { bucket: 'old', prefix: '', manifest };
    const stage = { ...aStage(), sourceBuckets: ['old', 'lists'] };
    const plan = planOf(stage, { ...wanted, source, onConflict: 'skip' });
    expect(plan.source.options).toMatchObject({
      bucket: 'old',
      manifestBucket,
      manifestKey: 'a.csv',
    });
  });
});

describe('request files: an older client names files that were registered where they lie', () => {
  let stage: ReturnType<typeof aStage>;

  /** Registers files of the bucket, and answers their ids. */
  const registered = async (
    paths: readonly string[],
    { prefix = '', ownerId = 'ada' } = {},
  ): Promise<string[]> => {
    const plan = planOf(stage, {
      source: { bucket: 'old', prefix },
      category: 'photo',
      ownerId,
      include: [],
      exclude: [],
      onConflict: 'skip',
    });
    const files = paths.map((path) => ({
      path,
      location: { kind: 's3' as const, bucket: 'old', key: path },
    }));
    const source = {
      async *list() {
        yield files;
      },
    };
    const { register } = plan;
    if (!register) throw new Error('the plan registers nothing');
    await registerOnly(
      { ...stage, source, selects: () => true },
      { ...plan, register, names: 'encode' },
      { dryRun: false, signal: new AbortController().signal, onProblem: () => undefined },
    );
    const { uploads } = await stage.uploads.list({ ownerId }, { limit: 100 });
    return paths.map(
      (path) => uploads.find(({ legacyPath }) => legacyPath === path)?.uploadId ?? 'none',
    );
  };

  const issuesOf = async (body: unknown): Promise<unknown> =>
    (await errorOf(requestFiles(stage, admin, body))) as unknown;

  beforeEach(() => {
    stage = aStage();
  });

  it('moves exactly these, out of the folder that has them all', async () => {
    const file_ids = await registered(['2019/may/a[1].jpg', '2019/june/b.jpg', '2020/c.jpg']);
    const { plan } = await requestFiles(stage, admin, { file_ids: file_ids.slice(0, 2) });
    expect(plan).toMatchObject({
      source: { options: { bucket: 'old', prefix: '2019/' } },
      register: { ownerId: 'ada', category: 'photo' },
      include: ['/may/a\\[1\\].jpg', '/june/b.jpg'],
      idsFrom: 'place',
    });
  });

  it('takes those that were registered below a prefix, if the prefix is named', async () => {
    const file_ids = await registered(['a.jpg'], { prefix: 'media/' });
    expect(await issuesOf({ file_ids })).toMatchObject({
      issues: [{ field: 'file_ids.0', message: expect.stringMatching(/^was not registered from/) }],
    });
    const source = { bucket: 'old', prefix: 'media' };
    const { plan } = await requestFiles(stage, admin, { file_ids, source });
    expect(plan.source.options).toMatchObject({ prefix: 'media/' });
  });

  it('finds a file that was handed over since by its first owner', async () => {
    const [uploadId = ''] = await registered(['a.jpg']);
    const upload = await stage.uploads.find(uploadId);
    if (!upload) throw new Error('it is gone');
    stage.uploads.put({ ...upload, ownerId: 'usr_bob', formerOwnerIds: ['ada'] });
    const { plan } = await requestFiles(stage, admin, { file_ids: [uploadId] });
    expect(plan.register).toMatchObject({ ownerId: 'ada' });
  });

  it('leaves out what was moved before, and refuses when nothing is left', async () => {
    const [a = '', b = ''] = await registered(['a.jpg', 'b.jpg']);
    const upload = await stage.uploads.find(a);
    if (!upload) throw new Error('it is gone');
    stage.uploads.put({ ...upload, source: 's3' });
    const { plan } = await requestFiles(stage, admin, { file_ids: [a, b] });
    expect(plan.include).toEqual(['/b.jpg']);
    expect(await issuesOf({ file_ids: [a] })).toMatchObject({ issues: [{ field: 'file_ids' }] });
  });

  it('names every file that is unknown, was sent by a client or has another owner', async () => {
    const [mine = ''] = await registered(['a.jpg']);
    const [theirs = ''] = await registered(['b.jpg'], { ownerId: 'bob' });
    const upload = await stage.uploads.find(mine);
    if (!upload) throw new Error('it is gone');
    const { source: _here, ...sent } = upload;
    stage.uploads.put({ ...sent, uploadId: 'upl_sent', status: 'uploaded' });
    expect(await issuesOf({ file_ids: [mine, 'upl_none', 'upl_sent'] })).toMatchObject({
      issues: [{ field: 'file_ids.1' }, { field: 'file_ids.2' }],
    });
    expect(await issuesOf({ file_ids: [mine, theirs] })).toMatchObject({
      issues: [{ field: 'file_ids.1' }],
    });
  });

  it.each(['a\\u{a}b/c.jpg', 'a/b\\u{202e}.jpg', 'a//b.jpg'])(
    'refuses %s, which no batch of a stage takes, and says what does',
    async (path) => {
      const message = expect.stringMatching(/^has .*: keepsake migrate --names encode moves it$/);
      const file_ids = await registered([path, 'fine.jpg']);
      expect(await issuesOf({ file_ids })).toMatchObject({
        issues: [{ field: 'file_ids.0', message }],
      });
    },
  );

  it('asks for the bucket where the stage reads several, or none', async () => {
    const file_ids = await registered(['a.jpg']);
    stage.sourceBuckets.push('older');
    expect(await issuesOf({ file_ids })).toMatchObject({ issues: [{ field: 'source' }] });
  });
});
