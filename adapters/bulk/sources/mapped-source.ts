import type { SourceFile } from '../../../core/bulk/model/transfer.ts';
import type { FileSource } from '../../../core/bulk/ports.ts';
import { SourceAround } from './source-around.ts';

/** Changes what a source says of a file; `undefined` leaves the file out of the listing. */
export type FileMap = (file: SourceFile) => SourceFile | undefined;

/** A source whose files are changed or left out on their way. */
export class MappedSource extends SourceAround {
  readonly #map: FileMap;

  constructor(source: FileSource, map: FileMap) {
    super(source);
    this.#map = map;
  }

  async *list(after?: string): AsyncGenerator<SourceFile[]> {
    for await (const files of this.source.list(after))
      yield files.map(this.#map).filter((file) => file !== undefined);
  }

  /** A file on record is looked at, also if it has been excluded or renamed since. */
  override async stat(path: string): Promise<SourceFile | undefined> {
    const file = await this.source.stat(path);
    return file && (this.#map(file) ?? file);
  }
}
