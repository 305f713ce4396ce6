import type { SourceFile } from '../../../../core/bulk/model/transfer.ts';
import type { FileSource } from '../../../../core/bulk/ports.ts';

/** One file of a source, which is not listed. */
export class OneObject implements FileSource {
  readonly #source: FileSource;
  readonly #path: string;

  constructor(source: FileSource, path: string) {
    this.#source = source;
    this.#path = path;
  }

  get kind(): FileSource['kind'] {
    return this.#source.kind;
  }

  get description(): string {
    return this.#source.description;
  }

  async *list(after?: string): AsyncGenerator<SourceFile[]> {
    const file = after === undefined ? await this.stat(this.#path) : undefined;
    if (file) yield [file];
  }

  stat(path: string): Promise<SourceFile | undefined> {
    return this.#source.stat(path);
  }

  close(): Promise<void> {
    return this.#source.close();
  }
}
