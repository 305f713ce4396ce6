import type { OwnerErasure } from '../../../core/retention/model/owner-erasure.ts';
import type { OwnerErasures } from '../../../core/retention/ports.ts';

/** Requests to erase owners, in a map. */
export class MemoryOwnerErasures implements OwnerErasures {
  readonly #requests = new Map<string, OwnerErasure>();

  async find(ownerId: string): Promise<OwnerErasure | undefined> {
    return structuredClone(this.#requests.get(ownerId));
  }

  async begin(request: OwnerErasure): Promise<void> {
    this.#requests.set(request.ownerId, structuredClone(request));
  }

  async save(request: OwnerErasure): Promise<void> {
    if (this.#requests.get(request.ownerId)?.requestedAt === request.requestedAt)
      await this.begin(request);
  }

  async *open(): AsyncGenerator<string> {
    for (const { ownerId, finishedAt } of [...this.#requests.values()])
      if (finishedAt === undefined) yield ownerId;
  }
}
