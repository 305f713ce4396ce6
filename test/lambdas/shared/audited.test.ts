import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { linkIdOf } from '../../../core/delivery/model/link.ts';
import { OrderRefused } from '../../../core/errors.ts';
import {
  isAudited,
  type RouteName,
  routeFunctions,
  routeKey,
} from '../../../core/route-functions.ts';
import { routes } from '../../../core/routes.ts';
import { hashToken } from '../../../core/sessions/model/token-hash.ts';
import { audited } from '../../../lambdas/shared/audited.ts';
import type { HttpRequest, Route } from '../../../lambdas/shared/http.ts';
import { observed } from '../../../lambdas/shared/observed.ts';
import { type RouteTable, serveRoutes } from '../../../lambdas/shared/serve-routes.ts';
import { admin, alice } from '../../core/builders/world.ts';
import { MemoryAudit } from '../../fakes/operations/memory-audit.ts';
import { FixedClock } from '../../fakes/shared/fixed-clock.ts';
import { SequenceIds } from '../../fakes/shared/sequence-ids.ts';
import { context } from '../lambda-context.ts';
import { catchLogs } from '../log-lines.ts';

let audit: MemoryAudit;
let ids: SequenceIds;
let lines: ReturnType<typeof catchLogs>;
beforeEach(() => {
  audit = new MemoryAudit();
  ids = new SequenceIds();
  lines = catchLogs();
});
afterEach(() => {
  jest.restoreAllMocks();
});

const request = (more: Partial<HttpRequest> = {}): HttpRequest => ({
  caller: admin,
  body: {},
  id: '',
  params: {},
  query: {},
  origin: 'https://api.example.com',
  sourceIp: '192.0.2.1',
  route: 'POST /orders/{id}/retry',
  ...more,
});

const done: Route = async () => ({ status: 200, body: {} });

const act = (more: Partial<HttpRequest>, name: RouteName = 'retryOrder', route: Route = done) =>
  audited(name, route, () => ({ audit, clock: new FixedClock(), ids }))(request(more));

describe('an act of an operator', () => {
  it('is on record before it begins, and its end after it', async () => {
    const seen: string[] = [];
    await act({ id: 'ord_1', body: { refundStopped: true } }, 'retryOrder', async () => {
      seen.push(...audit.all.map(({ outcome }) => outcome));
      return { status: 200 };
    });
    expect(seen).toEqual(['pending']);
    expect(audit.all).toEqual([
      {
        entryId: expect.stringMatching(/^aud_/),
        at: '2030-01-01T00:00:00.000Z',
        actor: 'usr_admin',
        action: 'retryOrder',
        subject: 'ord_1',
        request: '{"refundStopped":true}',
        outcome: 'done',
        status: 200,
        finishedAt: '2030-01-01T00:00:00.000Z',
      },
    ]);
  });

  it('that is refused is on record with the problem, and is refused all the same', async () => {
    const refusal = new OrderRefused('Not now.');
    const refused = act({ id: 'ord_1' }, 'retryOrder', () => Promise.reject(refusal));
    await expect(refused).rejects.toBe(refusal);
    const problem = 'urn:keepsake:problem:order-refused';
    expect(audit.all).toMatchObject([{ outcome: 'refused', status: 409, problem }]);
  });

  it('that fails by a fault of ours is on record as failed', async () => {
    const failed = act({ id: 'ord_1' }, 'retryOrder', () => Promise.reject(new Error('oops')));
    await expect(failed).rejects.toThrow('oops');
    expect(audit.all).toMatchObject([{ outcome: 'failed', status: 500 }]);
  });

  it.each(['begin', 'finish'] as const)(
    'goes on if its record cannot be written (%s), stands in the log, and is counted',
    async (step) => {
      audit[step] = () => Promise.reject(new Error('The table is gone.'));
      const answer = await observed(async () => act({ id: 'ord_1' }))({}, context);
      expect(answer).toEqual({ status: 200, body: {} });
      const [line] = lines.filter(({ message }) => message === 'Act not on record');
      expect(line).toMatchObject({ entry: { action: 'retryOrder', subject: 'ord_1' } });
      expect(lines).toContainEqual(expect.objectContaining({ AuditEntriesUnwritten: 1 }));
    },
  );

  it('names a batch that it made, and one that its body names', async () => {
    await act({}, 'createBatch', async () => ({ status: 201, body: { batchId: 'bat_7' } }));
    await act({ body: { batchId: 'bat_8' } }, 'olderProcess');
    expect(audit.all.map(({ subject }) => subject).sort()).toEqual(['bat_7', 'bat_8']);
  });

  it.each([['x'.repeat(100_000)], ['bat 1'], ['\u202e'], [7], ['']])(
    'names no record for an id that none can have (%j)',
    async (batchId) => {
      await act({ body: { batchId } }, 'olderProcess');
      expect(audit.all).toMatchObject([{ action: 'olderProcess', outcome: 'done' }]);
      expect(audit.all[0]).not.toHaveProperty('subject');
    },
  );

  it('keeps no token of a link', async () => {
    const token = 'kQ3vT1yqkXo0u5aG7uQm4w';
    await act({ params: { token } }, 'revokeLink');
    expect(audit.all[0]?.subject).toBe(linkIdOf({ tokenHash: hashToken(token) }));
    expect(JSON.stringify(audit.all)).not.toContain(token);
  });

  it('keeps 4,096 characters of a long body', async () => {
    await act({ body: { text: 'x'.repeat(10_000) } }, 'handOverUploads');
    expect(audit.all[0]?.request).toHaveLength(4096);
  });

  it.each([0, 1])('is not lost where the cut goes through an emoji (%i)', async (shift) => {
    await act({ body: { text: `${'x'.repeat(shift)}${'😀'.repeat(5000)}` } }, 'handOverUploads');
    expect(audit.all[0]?.request?.isWellFormed()).toBe(true);
  });

  it('is none if an owner uses the same route', async () => {
    await act({ caller: alice, id: 'upl_1' }, 'deleteUpload');
    expect(audit.all).toEqual([]);
  });
});

describe('the routes that are audited', () => {
  const names = Object.keys(routes) as RouteName[];

  it('are all of the operators’ that change something; of those that read, only one', () => {
    const changing = names.filter((name) => routes[name].access === 'admin');
    expect(changing.filter((name) => !isAudited(name))).toEqual([]);
    const reading = names.filter((name) => isAudited(name) && routes[name].method === 'GET');
    // A message that is read is hidden from other readers for a while.
    expect(reading).toEqual(['readDeadLetters']);
  });

  it('are those of owners’ routes by which an operator changes another’s record', () => {
    const owners = names.filter((name) => isAudited(name) && routes[name].access === 'owner');
    expect(owners.sort()).toEqual([
      'createLink',
      'deleteUpload',
      'failJob',
      'finishJob',
      'replaceOrderFile',
      'retargetLink',
      'retargetOrderLink',
      'revokeLink',
      'revokeOrderLink',
      'settlePayment',
    ]);
    // The others create something, end the caller's own upload, or only sign.
    const others = names.filter(
      (name) =>
        routes[name].access === 'owner' && routes[name].method !== 'GET' && !isAudited(name),
    );
    expect(others.sort()).toEqual([
      'claimSession',
      'completeUpload',
      'createJob',
      'createOrder',
      'createUpload',
      'olderTranscriptFile',
      'olderTranscriptText',
      'olderVideo',
      'signParts',
      'storeText',
    ]);
  });

  it('are served by no function that keeps no record', () => {
    const table = Object.fromEntries(
      routeFunctions.erase.map((name) => [routeKey(name), () => done]),
    ) as RouteTable<'erase'>;
    expect(() => serveRoutes('erase', table)).toThrow(/must audit/);
  });
});
