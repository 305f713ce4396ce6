import mime from 'mime';
import type { SourceFile } from '../../../core/bulk/model/transfer.ts';
import type { FileSource } from '../../../core/bulk/ports.ts';
import { mediaTypeOf } from '../../../core/uploads/model/media-type.ts';

const unknownType = 'application/octet-stream';

/** Our own table first, because a registered file has its spelling; then the whole of IANA's. */
const typeOf = (path: string): string => {
  const ours = mediaTypeOf(path);
  return ours === unknownType ? (mime.getType(path) ?? unknownType) : ours;
};

const typed = (file: SourceFile): SourceFile =>
  file.contentType === undefined ? { ...file, contentType: typeOf(file.path) } : file;

/** A source whose files have the type of their names where the source says none. */
export class TypedSource implements FileSource {
  readonly #source: FileSource;

  constructor(source: FileSource) {
    this.#source = source;
  }

  get kind(): FileSource['kind'] {
    return this.#source.kind;
  }

  get description(): string {
    return this.#source.description;
  }

  async *list(after?: string): AsyncGenerator<SourceFile> {
    for await (const file of this.#source.list(after)) yield typed(file);
  }

  async stat(path: string): Promise<SourceFile | undefined> {
    const file = await this.#source.stat(path);
    return file && typed(file);
  }

  close(): Promise<void> {
    return this.#source.close();
  }
}
