/** A file in temporary storage, and since when it is there. */
export type TemporaryFile = { key: string; storedAt: Date };

/** Temporary storage, as far as its age is concerned. */
export interface TemporaryFiles {
  /** The next files behind a key, in the order of keys, at most `limit` (1..1,000) of them. */
  after(key: string, limit: number): Promise<TemporaryFile[]>;
}
