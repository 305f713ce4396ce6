import {
  type ActEnd,
  type AuditEntry,
  type AuditQuery,
  auditPosition,
  isWantedEntry,
} from '../../../core/operations/model/audit-entry.ts';
import type { Audit } from '../../../core/operations/ports.ts';
import type { Stretch } from '../../../core/shared/model/stretch.ts';

/** Acts in a map. Values are copied in and out. */
export class MemoryAudit implements Audit {
  readonly #entries = new Map<string, AuditEntry>();

  async begin(entry: AuditEntry): Promise<void> {
    if (!this.#entries.has(entry.entryId)) this.put(entry);
  }

  async finish(entryId: string, end: ActEnd): Promise<void> {
    const entry = this.#entries.get(entryId);
    if (entry?.outcome !== 'pending') return;
    const told = Object.fromEntries(Object.entries(end).filter(([, value]) => value !== undefined));
    this.put({ ...entry, ...told });
  }

  async list(
    query: AuditQuery,
    { limit, after }: Stretch,
  ): Promise<{ entries: AuditEntry[]; next?: string }> {
    const rest = this.all
      .filter((entry) => isWantedEntry(entry, query))
      .filter((entry) => after === undefined || auditPosition(entry) < after);
    const entries = rest.slice(0, limit);
    const last = entries.at(-1);
    return { entries, ...(rest.length > limit && last && { next: auditPosition(last) }) };
  }

  /** For tests: writes without asking. */
  put(entry: AuditEntry): void {
    this.#entries.set(entry.entryId, structuredClone(entry));
  }

  /** For tests: every act, newest first. */
  get all(): AuditEntry[] {
    const entries = structuredClone([...this.#entries.values()]);
    return entries.sort((a, b) => (auditPosition(a) > auditPosition(b) ? -1 : 1));
  }
}
