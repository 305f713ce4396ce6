import { describe, expect, it } from '@jest/globals';
import type { IdempotentRequest } from '../../../core/shared/model/idempotent-request.ts';
import type { IdempotentRequests } from '../../../core/shared/ports.ts';
import { freshId } from './samples.ts';

const now = new Date('2030-01-01T00:00:00.000Z');
const seconds = (count: number): Date => new Date(now.getTime() + count * 1000);

const aRun = (changes: Partial<IdempotentRequest> = {}): IdempotentRequest => ({
  requestId: freshId('req'),
  runId: freshId('run'),
  seed: freshId('seed'),
  fingerprint: 'f',
  validUntil: seconds(30).toISOString(),
  ...changes,
});

const rivalOf = ({ requestId }: IdempotentRequest) =>
  aRun({ requestId, validUntil: seconds(90).toISOString() });

/** Contract tests of every record of idempotent requests. */
export function describeIdempotentRequests(
  name: string,
  makeSubject: () => IdempotentRequests,
): void {
  describe(`${name} as IdempotentRequests`, () => {
    const requests = makeSubject();

    it('begins a request that nobody began', async () => {
      const run = aRun();
      expect(await requests.begin(run, now)).toEqual(run);
    });

    it('answers the run that is at it, to any other', async () => {
      const run = aRun();
      await requests.begin(run, now);
      expect(await requests.begin(rivalOf(run), seconds(29))).toEqual(run);
    });

    it('answers how it ended', async () => {
      const run = aRun();
      await requests.begin(run, now);
      const ended = { ...run, answer: 'sealed', validUntil: seconds(3600).toISOString() };
      await requests.end(ended);
      expect(await requests.begin(rivalOf(run), seconds(3599))).toEqual(ended);
    });

    it('begins again once the record is no longer valid, and leaves the new run alone when the old one ends', async () => {
      const run = aRun();
      await requests.begin(run, now);
      const rival = { ...rivalOf(run), seed: run.seed };
      expect(await requests.begin(rival, seconds(30))).toEqual(rival);
      await requests.end({ ...run, answer: 'late' });
      expect(await requests.begin(rivalOf(run), seconds(31))).toEqual(rival);
    });

    it('hands the seed of a run without an answer on to the next, and to no other request', async () => {
      const run = aRun();
      await requests.begin(run, now);
      const next = await requests.begin(rivalOf(run), seconds(30));
      expect(next).toMatchObject({ seed: run.seed });
      const third = await requests.begin(rivalOf(run), seconds(90));
      expect(third).toMatchObject({ seed: run.seed });
      const other = { ...rivalOf(run), fingerprint: 'g', validUntil: seconds(200).toISOString() };
      expect(await requests.begin(other, seconds(150))).toEqual(other);
    });

    it('hands on no seed of a run that was answered', async () => {
      const run = aRun();
      await requests.begin(run, now);
      await requests.end({ ...run, answer: 'sealed' });
      const next = rivalOf(run);
      expect(await requests.begin(next, seconds(30))).toEqual(next);
    });

    it('lets exactly one of two begin at once', async () => {
      const run = aRun();
      const rival = rivalOf(run);
      const begun = await Promise.all([requests.begin(run, now), requests.begin(rival, now)]);
      expect(new Set(begun.map(({ runId }) => runId)).size).toBe(1);
    });

    it('lets exactly one of two take the place of a dead one', async () => {
      const dead = aRun();
      await requests.begin(dead, now);
      const rivals = [rivalOf(dead), rivalOf(dead)];
      const begun = await Promise.all(rivals.map((run) => requests.begin(run, seconds(30))));
      expect(new Set(begun.map(({ runId }) => runId)).size).toBe(1);
    });
  });
}
