import { AlreadyExists } from '../../../core/errors.ts';
import type { Session } from '../../../core/sessions/model/session.ts';
import type { Sessions } from '../../../core/sessions/ports.ts';

/** Sessions in a map. Like the real table it does not hide expired ones: callers check. */
export class MemorySessions implements Sessions {
  readonly #records = new Map<string, Session>();

  async create(session: Session): Promise<void> {
    if (this.#records.has(session.tokenHash))
      throw new AlreadyExists(`Session ${session.sessionId} exists already.`);
    this.#records.set(session.tokenHash, structuredClone(session));
  }

  async findByTokenHash(tokenHash: string): Promise<Session | undefined> {
    return structuredClone(this.#records.get(tokenHash));
  }

  async claim(
    tokenHash: string,
    { claimedBy, claimedAt }: { claimedBy: string; claimedAt: string },
  ): Promise<Session | undefined> {
    const session = this.#records.get(tokenHash);
    if (session && session.claimedBy === undefined)
      this.#records.set(tokenHash, { ...session, claimedBy, claimedAt });
    return this.findByTokenHash(tokenHash);
  }

  async *claimedSince(since: Date): AsyncGenerator<string> {
    const claimed = [...this.#records.values()].filter(
      ({ claimedAt }) => claimedAt !== undefined && claimedAt > since.toISOString(),
    );
    for (const { tokenHash } of claimed.sort((a, b) =>
      (a.claimedAt ?? '') < (b.claimedAt ?? '') ? -1 : 1,
    ))
      yield tokenHash;
  }
}
