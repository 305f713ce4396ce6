import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { atEmulator, keysIn, newBucket, photos, versionsIn } from './real-storage.ts';
import type { Workplace } from './run-keepsake.ts';

/** `KEEPSAKE_KILL_ROUNDS=100 KEEPSAKE_KILL_SEED=7 npm test -- …` looks longer, or again. */
const rounds = Number(process.env.KEEPSAKE_KILL_ROUNDS ?? 3);
const seed = Number(process.env.KEEPSAKE_KILL_SEED ?? 20300101);
const killsPerRound = 4;
const files = 250;

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

/** What a report says of each file, without what may differ between two runs: times, versions, numbers of tries. */
const reported = async (place: Workplace, id: string): Promise<string[]> =>
  (await place.run(`files ${id} --json`)).lines
    .map(({ path, key, status, sizeBytes, sha256, created }) => [path, key, status, sizeBytes, sha256, created].join(' '))
    .sort();

/** Kills a run after a while, wherever it is then: at its start, in its midst, or at an end it just reached. */
const kill = async (place: Workplace, bucket: string, afterMs: number): Promise<void> => {
  const [id] = await place.batches();
  const args = id === undefined ? ['migrate', './photos', '--to', `s3://${bucket}/old`] : ['resume', id];
  const { child, ended } = place.start([...args, ...(id === undefined ? slowly : slowly.slice(2))]);
  await Promise.race([ended, sleep(afterMs)]);
  child.kill('SIGKILL');
  await ended;
};

describe(`keepsake migrate … and kill -9 at random moments (seed ${seed}), then keepsake resume`, () => {
  it.each(Array.from({ length: rounds }, (_, round) => round))(
    'round %i: the same objects and report as an uninterrupted run',
    async (round) => {
      const random = randomFrom(seed + round);
      const content = photos(files);
      const [calm, rough] = [aPlace(content), aPlace(content)];
      const [calmBucket, roughBucket] = [await newBucket(), await newBucket()];
      expect((await calm.run(`migrate ./photos --to s3://${calmBucket}/old`)).code).toBe(0);
      for (let turn = 0; turn < killsPerRound; turn += 1) await kill(rough, roughBucket, 150 + random() * 1200);
      const [id] = await rough.batches();
      if (id === undefined) await rough.run(`migrate ./photos --to s3://${roughBucket}/old`);
      else expect(await rough.run(`resume ${id}`)).toMatchObject({ code: 0 });
      const [calmId = '', roughId = ''] = [(await calm.batches())[0], (await rough.batches())[0]];
      expect(await reported(rough, roughId)).toEqual(await reported(calm, calmId));
      expect(await keysIn(roughBucket)).toEqual(await keysIn(calmBucket));
      expect(await versionsIn(roughBucket)).toBe(files);
      expect(await rough.run(`verify ${roughId}`)).toMatchObject({ code: 0 });
    },
  );
});
