import { describe, expect, it } from '@jest/globals';
import { NotAllowed } from '../../../../core/errors.ts';
import { assertMay, may, type Power } from '../../../../core/sessions/model/powers.ts';

const callers = {
  anonymous: { ownerId: 'ses_1', admin: false, worker: false },
  owner: { ownerId: 'usr_1', admin: false, worker: false },
  worker: { ownerId: 'usr_2', admin: false, worker: true },
  viewer: { ownerId: 'usr_4', admin: false, worker: false, viewer: true },
  orderingKey: { ownerId: 'key_1', admin: false, worker: false, scopes: 'orders:create' },
  readingKey: { ownerId: 'key_2', admin: false, worker: false, scopes: 'orders:read' },
  settlingKey: { ownerId: 'key_3', admin: false, worker: false, scopes: 'payments:settle' },
  replacingKey: { ownerId: 'key_4', admin: false, worker: false, scopes: 'orders:replace' },
  operator: { ownerId: 'usr_3', admin: true, worker: true },
};

/** The only holders of each power. */
const holders: Record<Power, (keyof typeof callers)[]> = {
  keep: ['worker', 'operator'],
  price: ['worker', 'operator', 'orderingKey'],
  represent: ['worker', 'operator'],
  publish: ['operator'],
  revoke: ['operator'],
  orderFor: ['worker', 'operator', 'orderingKey'],
  settle: ['operator', 'settlingKey'],
  replace: ['operator', 'replacingKey'],
  read: ['viewer', 'operator', 'readingKey'],
};

const cases = (Object.keys(holders) as Power[]).flatMap((power) =>
  (Object.keys(callers) as (keyof typeof callers)[]).map(
    (who) => [power, who, holders[power].includes(who)] as const,
  ),
);

describe('powers', () => {
  it.each(cases)('%s: %s has it: %s', (power, who, expected) => {
    expect(may(callers[who], power)).toBe(expected);
  });

  it('refuse everybody else with the reason that is given', () => {
    expect(() => assertMay(callers.owner, 'keep', 'Only a worker.')).toThrow(
      new NotAllowed('Only a worker.'),
    );
    expect(() => assertMay(callers.worker, 'keep', 'Only a worker.')).not.toThrow();
  });
});
