import { describe, expect, it } from '@jest/globals';
import { retryContended } from '../../../adapters/dynamo/retry-contended.ts';
import { StaleRecord, TransientFault } from '../../../core/errors.ts';

const failing = (times: number, error: Error) => {
  let calls = 0;
  const transaction = async (): Promise<number> => {
    calls += 1;
    if (calls <= times) throw error;
    return calls;
  };
  return { transaction, calls: () => calls };
};

describe('a transaction that others are in the way of', () => {
  const inTheWay = new TransientFault('Another transaction was in the way.');

  it('is repeated until it gets through', async () => {
    expect(await retryContended(failing(3, inTheWay).transaction)).toBe(4);
  });

  it('is given up after eight times', async () => {
    const { transaction, calls } = failing(100, inTheWay);
    await expect(retryContended(transaction)).rejects.toBe(inTheWay);
    expect(calls()).toBe(8);
  });

  it('is not repeated when it was refused for good', async () => {
    const { transaction, calls } = failing(1, new StaleRecord('changed'));
    await expect(retryContended(transaction)).rejects.toMatchObject({ name: 'StaleRecord' });
    expect(calls()).toBe(1);
  });
});
