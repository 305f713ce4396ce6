import {
  type IdempotentRequest,
  takingOver,
} from '../../../core/shared/model/idempotent-request.ts';
import type { IdempotentRequests } from '../../../core/shared/ports.ts';

/** Requests in a map. */
export class MemoryIdempotentRequests implements IdempotentRequests {
  readonly #records = new Map<string, IdempotentRequest>();

  async begin(run: IdempotentRequest, now: Date): Promise<IdempotentRequest> {
    const earlier = this.#records.get(run.requestId);
    if (earlier && earlier.validUntil > now.toISOString()) return structuredClone(earlier);
    const next = earlier ? takingOver(run, earlier) : run;
    this.#records.set(run.requestId, structuredClone(next));
    return next;
  }

  async end(run: IdempotentRequest): Promise<void> {
    if (this.#records.get(run.requestId)?.runId === run.runId)
      this.#records.set(run.requestId, structuredClone(run));
  }

  /** For tests: all that is at rest. */
  get all(): IdempotentRequest[] {
    return structuredClone([...this.#records.values()]);
  }
}
