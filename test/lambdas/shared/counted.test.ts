import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  count,
  countBytes,
  countedAlerts,
  countFinding,
  countMilliseconds,
} from '../../../lambdas/shared/counted.ts';
import { observed } from '../../../lambdas/shared/observed.ts';
import { MemoryAlerts } from '../../fakes/shared/memory-alerts.ts';
import { context } from '../lambda-context.ts';
import { catchLogs } from '../log-lines.ts';

let lines: ReturnType<typeof catchLogs>;
beforeEach(() => {
  lines = catchLogs();
});
afterEach(() => {
  jest.restoreAllMocks();
});

const counted = async (work: () => void | Promise<void>) => {
  await observed(async () => work())({}, context);
  return lines.filter((line) => '_aws' in line);
};

describe('what a function counts', () => {
  it('is on one line, each with its unit', async () => {
    const [line] = await counted(() => {
      count('FilesKept', 4);
      countBytes('BytesKept', 4_000);
      countMilliseconds('MigrationMilliseconds', 25);
    });
    expect(line).toMatchObject({ FilesKept: 4, BytesKept: 4_000, MigrationMilliseconds: 25 });
    expect(line?._aws).toMatchObject({
      CloudWatchMetrics: [
        { Metrics: [{ Unit: 'Count' }, { Unit: 'Bytes' }, { Unit: 'Milliseconds' }] },
      ],
    });
  });

  it('leaves out a time nobody knows', async () => {
    expect(await counted(() => countMilliseconds('MigrationMilliseconds', undefined))).toEqual([]);
  });
});

describe('an alert', () => {
  it.each([
    ['payment_held', 'PaymentsHeld'],
    ['migration_failed', 'OrdersFailed'],
    ['corruption', 'CorruptionsFound'],
    ['compensation_failed', 'CompensationsFailed'],
    ['migration_interrupted', 'ExecutionsTakenOver'],
    ['refund_refused', 'RefundsRefused'],
    ['refund_overdue', 'RefundsOverdue'],
    ['payment_disputed', 'PaymentsDisputed'],
  ] as const)('%s is raised, and counted as %s', async (kind, name) => {
    const alerts = new MemoryAlerts();
    const found = await counted(() =>
      countedAlerts(alerts).raise({ kind, orderId: 'ord_1', message: 'Look.' }),
    );
    expect([alerts.raised.length, found]).toMatchObject([1, [{ [name]: 1 }]]);
  });

  it('is counted also when nobody could be told', async () => {
    const silent = { raise: () => Promise.reject(new Error('no topic')) };
    const found = await counted(() =>
      countedAlerts(silent)
        .raise({ kind: 'payment_held', orderId: 'ord_1', message: 'Look.' })
        .catch(() => {}),
    );
    expect(found).toMatchObject([{ PaymentsHeld: 1 }]);
  });
});

describe('a finding among permanent files', () => {
  it.each([
    ['missing', 'FilesDamaged'],
    ['hidden', 'FilesDamaged'],
    ['changed', 'FilesDamaged'],
    ['unreadable', 'FilesDamaged'],
    ['unregistered', 'FilesUnregistered'],
    ['replica-missing', 'ReplicasDiffering'],
    ['replica-unregistered', 'ReplicasDiffering'],
  ] as const)('%s is counted as %s', async (kind, name) => {
    expect(await counted(() => countFinding({ kind }))).toMatchObject([{ [name]: 1 }]);
  });

  it('is published before the call ends, which may be cut off', async () => {
    await counted(() => {
      countFinding({ kind: 'missing' });
      expect(lines).toMatchObject([{ FilesDamaged: 1 }]);
    });
    expect.assertions(1);
  });
});
