import { startAhead } from '../../adapters/bulk/transfer/engine/start-worker.ts';
import { keepHeapSmall } from './small-heap.ts';

/**
 * What a run needs before anything else: a small heap, and the engine's thread on its way while the
 * journal is opened. Again is no change.
 */
export const getReady = (): void => {
  keepHeapSmall();
  startAhead();
};
