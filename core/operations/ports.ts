import type { Upload } from '../uploads/model/upload.ts';

/** One version in permanent storage. */
export type KeptVersion = { key: string; versionId: string; sizeBytes: number; modifiedAt: Date };

/** Everything in permanent storage. */
export interface KeptVersions {
  /** Every version below a prefix, without delete markers, page by page, in flat memory. */
  pages(prefix: string): AsyncIterable<KeptVersion[]>;
}

/** Everything in the registry. */
export interface RegisteredFiles {
  /**
   * Every upload that is on record as permanent, page by page, in flat memory; may miss what is
   * written meanwhile.
   */
  pages(): AsyncIterable<Upload[]>;
}
