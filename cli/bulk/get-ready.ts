import { startAhead } from '../../adapters/bulk/transfer/engine/start-worker.ts';
import { keepHeapSmall } from './small-heap.ts';

/**
 * Prepares a run: keeps the heap small, and starts the engine's thread while the journal is opened.
 * Idempotent.
 */
export const getReady = (): void => {
  keepHeapSmall();
  startAhead();
};
