import { realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { unsafePath } from '../../../core/bulk/model/source-path.ts';
import type { SourceFile } from '../../../core/bulk/model/transfer.ts';
import type { FileSource } from '../../../core/bulk/ports.ts';
import { InvalidInput } from '../../../core/errors.ts';
import { walk } from './directory-walk.ts';
import { inspectTarget } from './disk-file.ts';

const unusable = (message: string): InvalidInput =>
  new InvalidInput([{ field: 'source', message }]);

/** The real path of a folder files come from. Throws `InvalidInput`. */
export async function realFolder(folder: string): Promise<string> {
  const root = await realpath(resolve(folder)).catch((error: NodeJS.ErrnoException) => {
    throw unusable(`${folder} cannot be opened (${error.code}). Name a folder that exists.`);
  });
  if (!(await stat(root)).isDirectory())
    throw unusable(`${folder} is a file. Name the folder it is in.`);
  return root;
}

/** Files below a folder of this machine. Links out of it are not followed. */
export class DirectorySource implements FileSource {
  readonly kind = 'directory';
  readonly description: string;
  readonly #folder: string;
  readonly #windowSize: number | undefined;
  #root: Promise<string> | undefined;

  /** `windowSize`: how many names of one folder are held at once. */
  constructor(folder: string, { windowSize }: { windowSize?: number } = {}) {
    this.#folder = folder;
    this.#windowSize = windowSize;
    this.description = folder;
  }

  async *list(after?: string): AsyncGenerator<SourceFile> {
    const root = await this.#realRoot();
    yield* walk({
      root,
      after,
      ...(this.#windowSize === undefined ? {} : { windowSize: this.#windowSize }),
    });
  }

  async stat(path: string): Promise<SourceFile | undefined> {
    if (unsafePath(path)) return undefined;
    const file = await inspectTarget(await this.#realRoot(), path);
    return file.problem?.code === 'Missing' ? undefined : file;
  }

  async close(): Promise<void> {}

  #realRoot(): Promise<string> {
    this.#root ??= realFolder(this.#folder);
    return this.#root;
  }
}
