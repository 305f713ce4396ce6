import { describe, expect, it } from '@jest/globals';
import { contended } from '../../../adapters/dynamo/contended.ts';
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
    expect(await contended(failing(3, inTheWay).transaction)).toBe(4);
  });

  it('is given up after eight times', async () => {
    const { transaction, calls } = failing(100, inTheWay);
    await expect(contended(transaction)).rejects.toBe(inTheWay);
    expect(calls()).toBe(8);
  });

  it('is not repeated when it was refused for good', async () => {
    const { transaction, calls } = failing(1, new StaleRecord('changed'));
    await expect(contended(transaction)).rejects.toMatchObject({ name: 'StaleRecord' });
    expect(calls()).toBe(1);
  });
});
