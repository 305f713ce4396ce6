/**
 * A readable file of any source. Failures are errors of the source: `SourceMissing`,
 * `SourceChanged`, or `TransientFault`.
 */
export interface OpenSource {
  /** Unknown where a web server does not say. */
  readonly sizeBytes: number | undefined;
  readonly modifiedMs?: number | undefined;
  /** The same time, where the source tells it more precisely. */
  readonly modifiedNs?: bigint | undefined;
  readonly etag?: string | undefined;
  /** Headers the object has at its source, in lower case, with its tags as `x-amz-tagging`. */
  readonly properties?: Readonly<Record<string, string>> | undefined;
  /** Reading it a second time costs next to nothing. */
  readonly rereadable: boolean;
  /** Fills `target` from `position` on; fewer bytes only at the end of the file. */
  read(target: Uint8Array, position: number): number | Promise<number>;
  /** False when it was changed since it was opened. */
  unchanged(): boolean | Promise<boolean>;
  close(): void;
}
