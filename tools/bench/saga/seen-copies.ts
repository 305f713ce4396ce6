import type { SeenCall } from '../../local/emulator/https-front.ts';

/** COPYs that were sent although their key was taken, or might have been. */
export type CopyCounts = {
  /** Second and later attempts of one call: the SDK sent it again after a lost answer. */
  bySdk: number;
  /** First attempts that were refused with 412: a step or a run did another one's work. */
  bySteps: number;
};

/** Counts the COPYs that the front before the emulator sees, answered or refused. */
export class SeenCopies {
  #counts: CopyCounts = { bySdk: 0, bySteps: 0 };

  note(call: SeenCall): void {
    if (call.headers['x-amz-copy-source'] === undefined) return;
    if (attemptOf(call) > 1) this.#counts.bySdk += 1;
    else if (call.status === 412) this.#counts.bySteps += 1;
  }

  /** The counts since the last time. */
  take(): CopyCounts {
    const counts = this.#counts;
    this.#counts = { bySdk: 0, bySteps: 0 };
    return counts;
  }
}

/** The attempt of a call, from 1, as the SDK says it: `amz-sdk-request: attempt=2; max=3`. */
const attemptOf = ({ headers }: SeenCall): number =>
  Number(/attempt=(\d+)/.exec(`${headers['amz-sdk-request']}`)?.[1] ?? 1);
