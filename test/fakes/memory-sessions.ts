import { AlreadyExists } from '../../core/errors.ts';
import type { Session } from '../../core/model/session.ts';
import type { Sessions } from '../../core/ports.ts';

/** Sessions in a map. Like the real table it does not hide expired ones: callers check. */
export class MemorySessions implements Sessions {
  readonly #records = new Map<string, Session>();

  async create(session: Session): Promise<void> {
    if (this.#records.has(session.tokenHash)) throw new AlreadyExists(`Session ${session.sessionId} exists already.`);
    this.#records.set(session.tokenHash, structuredClone(session));
  }

  async findByTokenHash(tokenHash: string): Promise<Session | undefined> {
    return structuredClone(this.#records.get(tokenHash));
  }
}
