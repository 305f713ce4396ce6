import type { BatchRecord } from '../../../core/bulk/model/batch.ts';
import type { DatabaseIdentity } from '../../../core/bulk/model/database-identity.ts';
import type { RestoredRows, RowsFinding, SourceRows, Unwritten } from '../../../core/bulk/ports.ts';
import { InvalidInput } from '../../../core/errors.ts';

type Said = { key: string; status: string; batchId: string };

/** Rows of one file each, in a map. */
export class MemorySourceRows implements SourceRows {
  /** For tests: which database this is. */
  identity: DatabaseIdentity = {
    id: '1/1',
    name: 'shop',
    address: 'db:5432',
    server: '10.0.0.1:5432',
  };
  readonly #values = new Map<string, string>();
  readonly #said = new Map<string, Said>();
  readonly #journal = new Map<string, Map<string, Said | undefined>>();

  /** For tests: writes the old column. */
  put(id: string, value: string): void {
    this.#values.set(id, value);
  }

  /** For tests: a row's values for its file. */
  said(id: string): Said | undefined {
    return this.#said.get(id);
  }

  async identify(): Promise<DatabaseIdentity> {
    return this.identity;
  }

  async rehearse(): Promise<void> {}

  async prepare(batchId: string): Promise<void> {
    if (!this.#journal.has(batchId)) this.#journal.set(batchId, new Map());
  }

  async writeOutcomes(records: readonly BatchRecord[]): Promise<readonly Unwritten[]> {
    return records
      .filter((record) => record.row && this.#isSettled(record) && !this.#write(record, record.row))
      .map(({ recordId }) => ({ recordId, reason: 'Its row names another file by now.' }));
  }

  async namedByOthers(
    batchId: string,
    records: readonly BatchRecord[],
  ): Promise<ReadonlySet<string>> {
    const others = [...this.#said.values()].filter((said) => said.batchId !== batchId);
    const keys = new Set(others.map(({ key }) => key));
    return new Set(records.filter(({ key }) => keys.has(key)).map(({ recordId }) => recordId));
  }

  async restore(batchId: string, records: readonly BatchRecord[]): Promise<RestoredRows> {
    const journal = this.#journal.get(batchId);
    const named = records
      .map(({ row }) => row?.id)
      .filter((id) => id !== undefined && journal?.has(id)) as string[];
    const ours = named.filter((id) => this.#said.get(id)?.batchId === batchId);
    for (const id of ours) {
      const before = journal?.get(id);
      if (before) this.#said.set(id, before);
      else this.#said.delete(id);
      journal?.delete(id);
    }
    return { restored: ours.length, kept: named.length - ours.length };
  }

  async undo(batchId: string): Promise<RestoredRows> {
    const journal = this.#journal.get(batchId) ?? new Map<string, Said | undefined>();
    this.#journal.delete(batchId);
    const ours = [...journal].filter(([id]) => this.#said.get(id)?.batchId === batchId);
    for (const [id, before] of ours) {
      if (before) this.#said.set(id, before);
      else this.#said.delete(id);
    }
    return { restored: ours.length, kept: journal.size - ours.length };
  }

  async check(): Promise<readonly RowsFinding[]> {
    return [{ what: 'journal', ok: this.#journal.size > 0 }];
  }

  async close(): Promise<void> {}

  #isSettled({ status }: BatchRecord): boolean {
    return status !== 'planned' && status !== 'rolled_back';
  }

  /** False for a row that names another file. */
  #write(
    { batchId, key, sha256, status: outcome }: BatchRecord,
    { id, value }: { id: string; value: string },
  ): boolean {
    const journal = this.#journal.get(batchId);
    if (!journal)
      throw InvalidInput.of('database', `The database was not prepared for batch ${batchId}.`);
    if (this.#values.get(id) !== value) return false;
    if (!journal.has(id)) journal.set(id, this.#said.get(id));
    const status =
      sha256 !== undefined && (outcome === 'transferred' || outcome === 'skipped')
        ? 'migrated'
        : 'failed';
    this.#said.set(id, {
      key: status === 'migrated' ? key : (this.#said.get(id)?.key ?? ''),
      status,
      batchId,
    });
    return true;
  }
}
