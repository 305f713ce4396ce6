import { describe, expect, it } from '@jest/globals';
import type { IdempotentRequest } from '../../../core/shared/model/idempotent-request.ts';
import type { IdempotentRequests } from '../../../core/shared/ports.ts';
import { freshId } from './samples.ts';

const now = new Date('2030-01-01T00:00:00.000Z');
const seconds = (count: number): Date => new Date(now.getTime() + count * 1000);

const aRun = (changes: Partial<IdempotentRequest> = {}): IdempotentRequest => ({
  requestId: freshId('req'),
  runId: freshId('run'),
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
      expect(await requests.begin(aRun(), now)).toBeUndefined();
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
      const rival = rivalOf(run);
      expect(await requests.begin(rival, seconds(30))).toBeUndefined();
      await requests.end({ ...run, answer: 'late' });
      expect(await requests.begin(rivalOf(run), seconds(31))).toEqual(rival);
    });

    it('lets exactly one of two begin at once', async () => {
      const run = aRun();
      const begun = await Promise.all([
        requests.begin(run, now),
        requests.begin(rivalOf(run), now),
      ]);
      expect(begun.filter((earlier) => earlier === undefined)).toHaveLength(1);
    });
  });
}
