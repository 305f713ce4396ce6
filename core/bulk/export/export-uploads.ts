import type { UnreadableRecord } from '../../shared/model/unreadable-record.ts';
import { withoutUnreadable } from '../../shared/unreadable.ts';
import type { UploadsCopy, UploadsRegistry } from './ports.ts';

type Deps = { registry: UploadsRegistry; copy: UploadsCopy };

type Options = { signal: AbortSignal; onUnreadable: (record: UnreadableRecord) => unknown };

/** Uploads read, rows written (new or different), rows removed, and unreadable records. */
export type ExportCounts = Record<'read' | 'written' | 'removed' | 'unreadable', number>;

/** `done` is false when the signal ended the pass; the next call continues where it ended. */
export type Exported = ExportCounts & { done: boolean };

/**
 * One pass over the registry: writes each upload whose row is missing or differs, and at the end
 * removes the rows of uploads that are no longer on record. A pass that was interrupted continues
 * where it ended. A record that cannot be read is told, and its row stays as it is: the upload is
 * still on record. Throws `AttemptSuperseded` when another run took over, and `BatchRefused` for
 * the copy of another registry.
 */
export const exportUploads = async (
  { registry, copy }: Deps,
  { signal, onUnreadable }: Options,
): Promise<Exported> => {
  const counts: ExportCounts = { read: 0, written: 0, removed: 0, unreadable: 0 };
  let after = await copy.begin(registry.name);
  for (;;) {
    if (signal.aborted) return { ...counts, done: false };
    const { answer, unreadable } = await withoutUnreadable(registry.page(after));
    const { uploads, next } = answer;
    for (const record of unreadable) await onUnreadable(record);
    const ids = unreadable.map(({ id }) => id);
    counts.written += await copy.write({ uploads, unreadable: ids, next });
    counts.read += uploads.length;
    counts.unreadable += unreadable.length;
    if (next === undefined) break;
    after = next;
  }
  return { ...counts, removed: await copy.finish(), done: true };
};
