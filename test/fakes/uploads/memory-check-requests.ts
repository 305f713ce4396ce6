import type { CheckRequest, CheckRequests } from '../../../core/uploads/ports.ts';

/** Requests in a list. */
export class MemoryCheckRequests implements CheckRequests {
  readonly sent: CheckRequest[] = [];

  async send(request: CheckRequest): Promise<void> {
    this.sent.push(structuredClone(request));
  }
}
