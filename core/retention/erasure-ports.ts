import type { Erasure } from './model/erasure.ts';

/** What was erased, when and by whom; kept for good. */
export interface Erasures {
  find(uploadId: string): Promise<Erasure | undefined>;
}
