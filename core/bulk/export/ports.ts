import type { Upload } from '../../uploads/model/upload.ts';

/** Every upload on record, of every owner; eventually consistent. */
export interface UploadsRegistry {
  /** Identifies this registry. */
  readonly name: string;
  /**
   * A page in the registry's own order, after the upload that an earlier page named as `next`; no
   * `next` on the last page. Throws `RecordUnreadable` with the rest of the page.
   */
  page(after?: string): Promise<{ uploads: Upload[]; next?: string }>;
}

/** A page of a pass. `unreadable`: ids of uploads on record whose rows stay as they are. */
export type CopiedPage = {
  uploads: readonly Upload[];
  unreadable: readonly string[];
  next: string | undefined;
};

/** A copy of the registry for programs that read SQL. A pass is one run over the registry. */
export interface UploadsCopy {
  /**
   * Creates the copy where there is none, and takes the pass over from any earlier worker. Returns
   * the position to continue from; `undefined`: the start. Throws `BatchRefused` for another
   * registry's copy, and for a table that is not a copy.
   */
  begin(registry: string): Promise<string | undefined>;
  /**
   * One transaction: the rows that are new or differ, and that the pass goes on at `next`. Returns
   * how many rows were written. Throws `AttemptSuperseded` when another run took the pass over.
   */
  write(page: CopiedPage): Promise<number>;
  /** Ends the pass: removes and counts rows whose upload it did not see. Throws like `write`. */
  finish(): Promise<number>;
}
