import { describe, expect, it } from '@jest/globals';
import { TransientFault } from '../../../core/errors.ts';
import {
  compareReplicas,
  findUnregisteredReplicas,
} from '../../../core/operations/check-replicas.ts';
import type { Finding } from '../../../core/operations/model/integrity-run.ts';
import { noReplicas } from '../../../core/operations/model/replica.ts';
import type { ObjectFacts, ObjectRef } from '../../../core/storage/ports.ts';
import type { Upload } from '../../../core/uploads/model/upload.ts';
import { MemoryBatches } from '../../fakes/bulk/memory-batches.ts';
import { type KeptChecksum, MemoryObjects } from '../../fakes/storage/memory-objects.ts';
import { putPermanent, soundBytes } from '../builders/integrity.ts';
import { aWorld, filesBucket, type World } from '../builders/world.ts';

const bucket = 'files-there';
const kept = { pages: async function* () {} };

type Checksum = { checksum?: KeptChecksum };

/** A stage whose second region is filled as S3 replicates: under the same version ids. */
const aStage = () => {
  const world = aWorld();
  const there = new MemoryObjects();
  const ids = new Map<string, string>();
  const named = (facts: ObjectFacts | undefined) =>
    facts && { ...facts, versionId: ids.get(facts.versionId) ?? facts.versionId };
  const head = async ({ versionId, ...place }: ObjectRef) => {
    const [own] = [...ids].find(([, id]) => id === versionId) ?? [];
    if (versionId !== undefined && own === undefined) return undefined;
    return named(await there.head({ ...place, ...(own !== undefined && { versionId: own }) }));
  };
  const replicate = (upload: Upload, bytes = soundBytes, checksum: Checksum = {}) => {
    const { versionId } = there.put(bucket, upload.key, bytes, checksum);
    ids.set(versionId, `${upload.versionId}`);
  };
  return { ...world, there, replica: { objects: { head }, bucket, kept }, replicate };
};

type Stage = ReturnType<typeof aStage>;

/** What S3 says of the version's replication, in the first region. */
const saying = ({ objects }: World, replication: string) => ({
  head: async (ref: ObjectRef) => {
    const facts = await objects.head(ref);
    return facts && { ...facts, replication };
  },
});

const look = async (stage: Stage, uploads: Upload[], changes: Partial<Stage> = {}) => {
  const report = { ...noReplicas };
  const told: Finding[] = [];
  await compareReplicas({ ...stage, ...changes }, uploads, {
    report,
    onFinding: (one) => told.push(one),
  });
  return { report, told: told.map(({ uploadId, kind, why }) => `${uploadId} ${kind}: ${why}`) };
};

const minutesAgo = ({ clock }: World, minutes: number) => ({
  updatedAt: new Date(clock.now().getTime() - minutes * 60_000).toISOString(),
});

const old = (stage: Stage) => minutesAgo(stage, 60);

describe('the comparison of the second region', () => {
  it('finds nothing wrong with a replica, asks its region alone, and reads nothing', async () => {
    const stage = aStage();
    const upload = putPermanent(stage, 'upl_1');
    stage.replicate(upload);
    const { report, told } = await look(stage, [upload]);
    expect([report, told]).toEqual([{ ...noReplicas, files: 1, intact: 1 }, []]);
    expect(stage.objects.calls).toEqual([]);
    expect(stage.there.calls.map(({ operation }) => operation)).toEqual(['head']);
  });

  it.each([
    ['COMPLETED', 'missing: it was removed in the second region'],
    ['COMPLETE', 'missing: it was removed in the second region'],
    ['FAILED', 'missing: S3 could not replicate it'],
    ['', 'missing: it is older than the replication'],
    ['PENDING', 'behind: S3 has been replicating it for 60 minutes'],
  ])('tells why a file is not there, when S3 says %j', async (status, said) => {
    const stage = aStage();
    const upload = putPermanent(stage, 'upl_1', old(stage));
    const { told } = await look(stage, [upload], { objects: saying(stage, status) as never });
    expect(told).toEqual([`upl_1 replica-${said}`]);
  });

  it.each([
    [0, 'replicating'],
    [14, 'replicating'],
    [15, 'replica-behind'],
  ] as const)('takes a file of %i minutes that is not there for %s', async (minutes, kind) => {
    const stage = aStage();
    const upload = putPermanent(stage, 'upl_1', minutesAgo(stage, minutes));
    const { report } = await look(stage, [upload], { objects: saying(stage, 'PENDING') as never });
    expect(report).toEqual({ ...noReplicas, files: 1, [kind]: 1 });
  });

  it('says that neither region has a file, however young', async () => {
    const stage = aStage();
    const upload = putPermanent(stage, 'upl_1', minutesAgo(stage, 1));
    await stage.objects.removeAll(filesBucket, upload.key);
    expect((await look(stage, [upload])).told).toEqual([
      'upl_1 replica-missing: neither region has the version',
    ]);
  });

  it.each<[string, string, KeptChecksum]>([
    ['other bytes of the same size', 'THE BYTES', 'sha256'],
    ['other bytes that have a CRC alone', 'THE BYTES', 'crc64nvme'],
    ['fewer bytes', 'the', 'none'],
  ])('finds %s there', async (_, bytes, checksum) => {
    const stage = aStage();
    const upload = putPermanent(stage, 'upl_1', { checksum });
    stage.replicate(upload, bytes, { checksum });
    expect((await look(stage, [upload])).report).toMatchObject({ 'replica-changed': 1 });
  });

  it.each<[KeptChecksum, string]>([
    ['crc64nvme', 'intact'],
    ['none', 'unproven'],
  ])('takes a replica with the checksum %s for %s', async (checksum, judged) => {
    const stage = aStage();
    const upload = putPermanent(stage, 'upl_1', { checksum });
    stage.replicate(upload, soundBytes, { checksum });
    expect((await look(stage, [upload])).report).toMatchObject({ [judged]: 1 });
  });

  it('finds a delete marker and a version that lie over the replica', async () => {
    const stage = aStage();
    const [marked, covered] = [putPermanent(stage, 'upl_1'), putPermanent(stage, 'upl_2')];
    for (const upload of [marked, covered]) stage.replicate(upload);
    await stage.there.hide(bucket, marked.key);
    stage.there.put(bucket, covered.key, 'another');
    expect((await look(stage, [marked, covered])).report).toMatchObject({ 'replica-hidden': 2 });
  });

  it('says nothing of a file that is erased meanwhile', async () => {
    const stage = aStage();
    const upload = putPermanent(stage, 'upl_1', old(stage));
    stage.uploads.put({ ...upload, status: 'expired' });
    expect((await look(stage, [upload])).report).toEqual(noReplicas);
  });

  it('is not stopped by a replica that refuses to be looked at, but by an outage', async () => {
    const stage = aStage();
    const upload = putPermanent(stage, 'upl_1');
    const failing = (error: Error) => ({
      replica: { ...stage.replica, objects: { head: () => Promise.reject(error) } },
    });
    expect((await look(stage, [upload], failing(new Error('denied')))).told).toEqual([
      'upl_1 replica-unreadable: denied',
    ]);
    const outage = look(stage, [upload], failing(new TransientFault('the region is away')));
    await expect(outage).rejects.toBeInstanceOf(TransientFault);
  });

  it('finds an erased file that lives on in the second region', async () => {
    const stage = aStage();
    const [kept, erased] = [putPermanent(stage, 'upl_1'), putPermanent(stage, 'upl_2')];
    for (const upload of [kept, erased]) stage.replicate(upload);
    stage.uploads.put({ ...erased, status: 'expired', bucket: 'none' } as Upload);
    const versions = [kept, erased].map(({ key, versionId = 'none' }) => ({
      ...{ key, versionId, sizeBytes: 9, modifiedAt: new Date(0) },
    }));
    const report = { ...noReplicas };
    const told: Finding[] = [];
    const deps = { ...stage, filesBucket, batches: new MemoryBatches(stage.clock) };
    const onFinding = (one: Finding) => told.push(one);
    await findUnregisteredReplicas(deps, versions, { report, onFinding });
    expect(told).toMatchObject([{ kind: 'replica-unregistered', key: erased.key }]);
    expect(report).toMatchObject({ versions: 2, 'replica-unregistered': 1 });
  });
});
