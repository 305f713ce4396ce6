import type { SourceFile } from '../../../core/bulk/model/transfer.ts';
import type { FileSource } from '../../../core/bulk/ports.ts';

/** A source around another one, with a listing of its own. */
export abstract class SourceAround implements FileSource {
  protected readonly source: FileSource;

  constructor(source: FileSource) {
    this.source = source;
  }

  get kind(): FileSource['kind'] {
    return this.source.kind;
  }

  get description(): string {
    return this.source.description;
  }

  abstract list(after?: string): AsyncIterable<readonly SourceFile[]>;

  stat(path: string): Promise<SourceFile | undefined> {
    return this.source.stat(path);
  }

  close(): Promise<void> {
    return this.source.close();
  }
}
