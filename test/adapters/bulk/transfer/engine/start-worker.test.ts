import { describe, expect, it } from '@jest/globals';
import {
  startAhead,
  startWorker,
} from '../../../../../adapters/bulk/transfer/engine/start-worker.ts';

describe('a worker started ahead', () => {
  it('is the one of the first thread, once', async () => {
    const ahead = startAhead();
    expect(startAhead()).toBe(ahead);
    expect(startWorker()).toBe(ahead);
    const second = startWorker();
    expect(second).not.toBe(ahead);
    await Promise.all([ahead.terminate(), second.terminate()]);
  });

  it('is not taken when it ended meanwhile', async () => {
    const ahead = startAhead();
    await ahead.terminate();
    const other = startWorker();
    expect(other).not.toBe(ahead);
    await other.terminate();
  });

  it('is started anew when it ended meanwhile', async () => {
    const ahead = startAhead();
    await ahead.terminate();
    const other = startAhead();
    expect(other).not.toBe(ahead);
    expect(startWorker()).toBe(other);
    await other.terminate();
  });
});
