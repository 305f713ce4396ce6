import { describe, expect, it } from '@jest/globals';
import type { CheckRequest, CheckRequests } from '../../../core/uploads/ports.ts';

type Subject = {
  checks: CheckRequests /** The next request the worker sees. */;
  received(): Promise<unknown>;
};

/** Contract tests of every way to the worker. */
export function describeCheckRequests(name: string, makeSubject: () => Promise<Subject>): void {
  describe(`${name} as CheckRequests`, () => {
    it.each<CheckRequest>([
      { uploadId: 'upl_1' },
      { uploadId: 'upl_2', progress: { offsetBytes: 5 * 2 ** 40, state: 'AAECAw==' } },
    ])('hands the worker %j', async (request) => {
      const { checks, received } = await makeSubject();
      await checks.send(request);
      expect(await received()).toEqual(request);
    });
  });
}
