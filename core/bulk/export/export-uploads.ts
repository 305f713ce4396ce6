import type { UploadsCopy, UploadsRegistry } from './ports.ts';

type Deps = { registry: UploadsRegistry; copy: UploadsCopy };

/** Uploads read, rows written because they were new or differed, and rows removed. */
export type ExportCounts = { read: number; written: number; removed: number };

/** `done` is false when the signal ended the pass; the next call goes on where it ended. */
export type Exported = ExportCounts & { done: boolean };

/**
 * One pass over the registry: writes each upload whose row is missing or differs, and at the end
 * removes the rows of uploads that are no longer on record. A pass that was interrupted goes on
 * where it ended. Throws `AttemptSuperseded` when another run took over, and `BatchRefused` for
 * the copy of another registry.
 */
export const exportUploads = async (
  { registry, copy }: Deps,
  signal: AbortSignal,
): Promise<Exported> => {
  const counts: ExportCounts = { read: 0, written: 0, removed: 0 };
  let after = await copy.begin(registry.name);
  for (;;) {
    if (signal.aborted) return { ...counts, done: false };
    const { uploads, next } = await registry.page(after);
    counts.written += await copy.write(uploads, next);
    counts.read += uploads.length;
    if (next === undefined) break;
    after = next;
  }
  return { ...counts, removed: await copy.finish(), done: true };
};
