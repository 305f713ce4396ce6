import { describe, expect, it } from '@jest/globals';
import { TransientFault } from '../../../core/errors.ts';
import { mostReadBytes } from '../../../core/operations/compare-all.ts';
import { continueIntegrity } from '../../../core/operations/continue-integrity.ts';
import type { Finding, IntegrityRun } from '../../../core/operations/model/integrity-run.ts';
import type { KeptChecksum } from '../../fakes/storage/memory-objects.ts';
import { aComparedStage as aStage, putPermanent, soundBytes } from '../builders/integrity.ts';
import { sha256 } from '../builders/records.ts';
import { filesBucket, keptVersions } from '../builders/world.ts';

const week = 7 * 86_400_000;
type Stage = ReturnType<typeof aStage>;
type How = Partial<Parameters<typeof continueIntegrity>[1]> & {
  steps?: number;
  objects?: Pick<Stage['objects'], 'head' | 'sha256'>;
};

const look = async (stage: Stage, { steps = 1000, objects, ...how }: How = {}) => {
  const told: Finding[] = [];
  let left = steps;
  const run = await continueIntegrity(
    { ...stage, ...(objects && { objects }) },
    {
      everyWeeks: 1,
      hasTime: () => left-- > 0,
      onFinding: (finding) => told.push(finding),
      ...how,
    },
  );
  const found = told.map(({ kind, key }) => `${kind} ${key.slice(key.lastIndexOf('/') + 1)}`);
  return { run: run as IntegrityRun, found: found.sort(), told };
};

const rotting = ({ objects }: Stage, rotten: string) => ({
  head: objects.head.bind(objects),
  sha256: async ({ key }: { key: string }) =>
    sha256(key.endsWith(rotten) ? 'THE BYTES' : soundBytes),
});

describe('the scheduled comparison', () => {
  it('finds planted rot, a deleted version, a swapped and an unregistered object', async () => {
    const stage = aStage();
    putPermanent(stage, 'upl_sound');
    putPermanent(stage, 'upl_rotten', { stored: 'THE BYTES' });
    const { key, versionId = 'none' } = putPermanent(stage, 'upl_deleted');
    await stage.objects.removeVersion({ bucket: filesBucket, key, versionId });
    stage.objects.put(filesBucket, putPermanent(stage, 'upl_swapped').key, 'another');
    stage.objects.put(filesBucket, 'photos/stray', 'bytes');
    const { run, found } = await look(stage);
    expect(found).toEqual([
      'changed upl_rotten',
      'hidden upl_swapped',
      'missing upl_deleted',
      'unregistered stray',
      'unregistered upl_swapped',
    ]);
    expect(run.next).toBeUndefined();
    expect(run.counts).toMatchObject({ files: 4, intact: 1, versions: 5, unregistered: 2 });
    expect(await stage.runs.list(1)).toEqual([run]);
  });

  it('goes on with the second region, and finishes without one that was given up', async () => {
    const stage = aStage();
    putPermanent(stage, 'upl_1', { updatedAt: '2029-12-01T00:00:00.000Z' });
    const replica = { bucket: filesBucket, objects: { head: async () => undefined } };
    const kept = { pages: stage.kept.pages };
    const there = Object.assign(stage, { replica: { ...replica, kept } });
    const { run, found } = await look(there, { steps: 2 });
    expect([found, run.next]).toEqual([['replica-missing upl_1'], { look: 'replicas' }]);
    expect((await look(there, { steps: 1 })).run).toMatchObject({
      replicas: { files: 1, 'replica-missing': 1, versions: 1, 'replica-unregistered': 0 },
    });
    stage.clock.advance(week);
    await look(there, { steps: 2 });
    expect((await look({ ...stage, replica: undefined } as Stage)).run.next).toBeUndefined();
  });

  it.each<KeptChecksum>(['none', 'crc64nvme'])(
    'reads what storage keeps %s of',
    async (checksum) => {
      const stage = aStage();
      putPermanent(stage, 'upl_sound', { checksum });
      putPermanent(stage, 'upl_rotten', { checksum });
      const objects = rotting(stage, 'upl_rotten');
      const { run, found } = await look(stage, { objects, read: 'unproven' });
      expect(found).toEqual(['changed upl_rotten']);
      expect(run.counts).toMatchObject({ intact: 1, readBytes: 2 * soundBytes.length });
    },
  );

  it('reads nothing unless it is told to', async () => {
    const stage = aStage();
    putPermanent(stage, 'upl_1', { checksum: 'none' });
    const { run } = await look(stage);
    expect(run.counts).toMatchObject({ unproven: 1, readBytes: 0 });
    expect(stage.objects.calls.map(({ operation }) => operation)).not.toContain('sha256');
  });

  it('goes on where it was interrupted, and looks at every file once', async () => {
    const stage = aStage();
    for (let n = 100; n < 550; n++) putPermanent(stage, `upl_${n}`, { stored: 'THE BYTES' });
    const told: string[] = [];
    let calls = 0;
    for (let run: IntegrityRun | undefined; calls === 0 || run?.next; calls++) {
      const { found, ...rest } = await look(stage, { steps: 1 });
      told.push(...found);
      run = rest.run;
    }
    // 450 files, 200 in a step, and five pages of versions.
    expect(calls).toBe(8);
    expect([told.length, new Set(told).size]).toEqual([450, 450]);
    const [run] = await stage.runs.list(2);
    expect(run?.counts).toMatchObject({ files: 450, changed: 450, versions: 450 });
  });

  it('stays where it was when storage is out, and goes on afterwards', async () => {
    const stage = aStage();
    putPermanent(stage, 'upl_1');
    const head = async (): Promise<never> => {
      throw new TransientFault('storage is out');
    };
    const objects = { head, sha256: head };
    await expect(look(stage, { objects })).rejects.toBeInstanceOf(TransientFault);
    expect((await look(stage)).run.counts).toMatchObject({ files: 1, intact: 1 });
  });

  it('is not stopped by a file that refuses to be looked at, and tells it', async () => {
    const stage = aStage();
    putPermanent(stage, 'upl_locked');
    putPermanent(stage, 'upl_sound');
    const head: Stage['objects']['head'] = async (ref) => {
      if (ref.key.endsWith('upl_locked')) throw new Error('the key may not be used');
      return stage.objects.head(ref);
    };
    const { run, told } = await look(stage, { objects: { ...rotting(stage, 'none'), head } });
    expect(told).toMatchObject([{ kind: 'unreadable', why: 'the key may not be used' }]);
    expect(run.counts).toMatchObject({ files: 2, intact: 1, unreadable: 1 });
  });

  it('looks at every file and every version once in as many weeks as there are parts', async () => {
    const stage = aStage();
    for (let n = 10; n < 50; n++) putPermanent(stage, `upl_${n}`, { stored: 'THE BYTES' });
    for (let n = 10; n < 30; n++) stage.objects.put(filesBucket, `stray_${n}`, 'bytes');
    const told: string[] = [];
    for (let n = 0; n < 4; n++) {
      const { run, found } = await look(stage, { everyWeeks: 4 });
      expect([run.part, run.counts.files > 0]).toEqual([n + 1, true]);
      told.push(...found);
      stage.clock.advance(week);
    }
    expect([told.length, new Set(told).size]).toEqual([60, 60]);
  });

  it('looks at nothing until next Monday once it is finished', async () => {
    const stage = aStage();
    putPermanent(stage, 'upl_1');
    await look(stage);
    const calls = stage.objects.calls.length;
    expect((await look(stage)).run).toBeUndefined();
    expect(stage.objects.calls.length).toBe(calls);
  });

  it('ends quietly when another call is at work on the run', async () => {
    const stage = aStage();
    putPermanent(stage, 'upl_1', { stored: 'THE BYTES' });
    const head: Stage['objects']['head'] = async (ref) => {
      if ((await stage.runs.list(1)).length === 0) await look(stage);
      return stage.objects.head(ref);
    };
    const { run, found } = await look(stage, { objects: { ...rotting(stage, 'none'), head } });
    expect([run, found]).toEqual([undefined, ['changed upl_1']]);
    expect((await stage.runs.list(1))[0]?.counts).toMatchObject({ files: 1, changed: 1 });
  });

  it('begins one run when two calls find one due at almost the same time', async () => {
    const stage = aStage();
    putPermanent(stage, 'upl_1');
    const head: Stage['objects']['head'] = async (ref) => {
      stage.clock.advance(1);
      if ((await stage.runs.list(1)).length === 0) await look(stage);
      return stage.objects.head(ref);
    };
    const { run } = await look(stage, { objects: { ...rotting(stage, 'none'), head } });
    expect(run).toBeUndefined();
    expect(await stage.runs.list(2)).toHaveLength(1);
  });

  it('reads no more in a step than there is time for, and leaves out what is larger', async () => {
    const stage = aStage();
    const sizeBytes = mostReadBytes * 0.6;
    for (const uploadId of ['upl_1', 'upl_2', 'upl_3'])
      putPermanent(stage, uploadId, { checksum: 'none', sizeBytes });
    putPermanent(stage, 'upl_4', { checksum: 'none', sizeBytes: mostReadBytes + 1 });
    const head: Stage['objects']['head'] = async (ref) => {
      const [facts, upload] = [
        await stage.objects.head(ref),
        await stage.uploads.find(ref.key.slice(-5)),
      ];
      return facts && { ...facts, sizeBytes: upload?.sizeBytes ?? facts.sizeBytes };
    };
    const objects = { ...rotting(stage, 'none'), head };
    const first = await look(stage, { objects, read: 'unproven', steps: 1 });
    expect(first.run.counts).toMatchObject({ files: 2, intact: 1, unproven: 1 });
    const { run } = await look(stage, { objects, read: 'unproven' });
    expect(run.counts).toMatchObject({ files: 4, intact: 3, unproven: 1 });
  });

  it('tells a finding also when the answer to the record of it is lost', async () => {
    const stage = aStage();
    putPermanent(stage, 'upl_1', { stored: 'THE BYTES' });
    const save = async (run: IntegrityRun): Promise<never> => {
      await stage.runs.save(run);
      throw new TransientFault('the answer is lost');
    };
    const list = (limit: number) => stage.runs.list(limit);
    const told: Finding[] = [];
    const onFinding = (finding: Finding) => told.push(finding);
    const losing = look({ ...stage, runs: { save, list } as never }, { onFinding });
    await expect(losing).rejects.toBeInstanceOf(TransientFault);
    await look(stage, { onFinding });
    expect(told).toMatchObject([{ kind: 'changed' }]);
  });

  it('names a hundred findings and counts the rest', async () => {
    const stage = aStage();
    for (let n = 100; n < 220; n++) putPermanent(stage, `upl_${n}`, { stored: 'THE BYTES' });
    const { run } = await look(stage);
    expect([run.findings.length, run.counts.changed]).toEqual([100, 120]);
  });

  it('changes nothing', async () => {
    const stage = aStage();
    const upload = putPermanent(stage, 'upl_1', { stored: 'THE BYTES' });
    await look(stage, { read: 'all' });
    expect(keptVersions(stage)).toHaveLength(1);
    expect(await stage.uploads.findMany(['upl_1'])).toEqual([upload]);
  });
});
