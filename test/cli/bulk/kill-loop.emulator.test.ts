import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Workplace } from '../run-keepsake.ts';
import { atEmulator, keysIn, newBucket, photos, versionsIn } from './real-storage.ts';

/** `KEEPSAKE_KILL_ROUNDS=100 KEEPSAKE_KILL_SEED=7 npm test -- …` looks longer, or again. */
const rounds = Number(process.env.KEEPSAKE_KILL_ROUNDS ?? 3);
const seed = Number(process.env.KEEPSAKE_KILL_SEED ?? 20300101);
const killsPerRound = 4;
const files = 250;
/** To list the bucket without a pause took as much of the processor as the run that is killed. */
const lookMs = 20;

/** mulberry32: the same moments for the same seed, as far as a clock can have them. */
const randomFrom = (start: number) => () => {
  start = (start + 0x6d2b79f5) | 0;
  let bits = Math.imul(start ^ (start >>> 15), 1 | start);
  bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
  return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
};

const places: Workplace[] = [];
afterAll(() => {
  for (const place of places) place.remove();
});

const aPlace = (content: Record<string, Uint8Array>): Workplace => {
  const place = atEmulator().files(content);
  places.push(place);
  return place;
};

const slowly = ['--batch-size', '10', '--concurrency', '1', '--threads', '1'];

/**
 * What a report says of each file, without what may differ between two runs: times, versions,
 * numbers of tries.
 */
const reported = async (place: Workplace, id: string): Promise<string[]> =>
  (await place.run(`files ${id} --json`)).lines
    .map(({ path, key, status, sizeBytes, sha256, created }) =>
      [path, key, status, sizeBytes, sha256, created].join(' '),
    )
    .sort();

/**
 * When so many files have arrived, and a little later: how fast this machine is does not matter.
 */
type Moment = { arrived: number; thenMs: number };

const killed = async (
  place: Workplace,
  bucket: string,
  { arrived, thenMs }: Moment,
): Promise<boolean> => {
  const [id] = await place.batches();
  const args =
    id === undefined ? ['migrate', './photos', '--to', `s3://${bucket}/old`] : ['resume', id];
  const { child, ended } = place.start([...args, ...(id === undefined ? slowly : slowly.slice(2))]);
  while (child.exitCode === null && (await keysIn(bucket)).length < arrived) await sleep(lookMs);
  await Promise.race([ended, sleep(thenMs)]);
  child.kill('SIGKILL');
  return (await ended).code === null;
};

describe(`keepsake migrate … and kill -9 at random moments (seed ${seed}), then keepsake resume`, () => {
  const content = photos(files);
  let calm: { report: string[]; keys: string[] };
  beforeAll(async () => {
    const [place, bucket] = [aPlace(content), await newBucket()];
    expect((await place.run(`migrate ./photos --to s3://${bucket}/old`)).code).toBe(0);
    const [id = ''] = await place.batches();
    calm = { report: await reported(place, id), keys: await keysIn(bucket) };
  });

  it.each(Array.from({ length: rounds }, (_, round) => round))(
    'round %i: the same objects and report as an uninterrupted run',
    async (round) => {
      const random = randomFrom(seed + round);
      const [rough, roughBucket] = [aPlace(content), await newBucket()];
      let kills = 0;
      for (let turn = 0; turn < killsPerRound; turn += 1) {
        if (
          await killed(rough, roughBucket, {
            arrived: ((turn + random()) / killsPerRound) * 0.8 * files,
            thenMs: random() * 50,
          })
        )
          kills += 1;
      }
      const [id] = await rough.batches();
      if (id === undefined) await rough.run(`migrate ./photos --to s3://${roughBucket}/old`);
      else expect(await rough.run(`resume ${id}`)).toMatchObject({ code: 0 });
      const [roughId = ''] = await rough.batches();
      expect(await reported(rough, roughId)).toEqual(calm.report);
      expect(await keysIn(roughBucket)).toEqual(calm.keys);
      expect(await versionsIn(roughBucket)).toBe(files);
      expect(await rough.run(`verify ${roughId}`)).toMatchObject({ code: 0 });
      expect(kills).toBeGreaterThan(0);
    },
  );
});
