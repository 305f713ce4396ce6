import type { SourceFile } from '../../../core/bulk/model/transfer.ts';
import type { FileSource } from '../../../core/bulk/ports.ts';

/** Changes what a source says of a file; `undefined` leaves the file out of the listing. */
export type FileMap = (file: SourceFile) => SourceFile | undefined;

/** A source whose files are changed or left out on their way. */
export class MappedSource implements FileSource {
  readonly #source: FileSource;
  readonly #map: FileMap;

  constructor(source: FileSource, map: FileMap) {
    this.#source = source;
    this.#map = map;
  }

  get kind(): FileSource['kind'] {
    return this.#source.kind;
  }

  get description(): string {
    return this.#source.description;
  }

  async *list(after?: string): AsyncGenerator<SourceFile[]> {
    for await (const files of this.#source.list(after))
      yield files.map(this.#map).filter((file) => file !== undefined);
  }

  /** A file on record is looked at, also if it has been excluded or renamed since. */
  async stat(path: string): Promise<SourceFile | undefined> {
    const file = await this.#source.stat(path);
    return file && (this.#map(file) ?? file);
  }

  close(): Promise<void> {
    return this.#source.close();
  }
}
