import { AlreadyExists } from '../../../core/errors.ts';
import {
  type ClaimedSession,
  isClaimed,
  type Session,
} from '../../../core/sessions/model/session.ts';
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

  get all(): Session[] {
    return structuredClone([...this.#records.values()]);
  }

  claimedSince(since: Date): AsyncGenerator<string> {
    return this.#claimed(({ claimedAt }) => claimedAt > since.toISOString());
  }

  claimedBy(ownerId: string): AsyncGenerator<string> {
    return this.#claimed((session) => session.claimedBy === ownerId);
  }

  async erase(tokenHash: string): Promise<void> {
    this.#records.delete(tokenHash);
  }

  async *#claimed(isMeant: (session: ClaimedSession) => boolean): AsyncGenerator<string> {
    const claimed = this.all.filter(isClaimed).filter(isMeant);
    for (const { tokenHash } of claimed.sort((a, b) => (a.claimedAt < b.claimedAt ? -1 : 1)))
      yield tokenHash;
  }
}
