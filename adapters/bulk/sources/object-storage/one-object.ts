import type { SourceFile } from '../../../../core/bulk/model/transfer.ts';
import type { FileSource } from '../../../../core/bulk/ports.ts';
import { SourceAround } from '../source-around.ts';

/** One file of a source, which is not listed. */
export class OneObject extends SourceAround {
  readonly #path: string;

  constructor(source: FileSource, path: string) {
    super(source);
    this.#path = path;
  }

  async *list(after?: string): AsyncGenerator<SourceFile[]> {
    const file = after === undefined ? await this.stat(this.#path) : undefined;
    if (file) yield [file];
  }
}
