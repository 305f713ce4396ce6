import { realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { unsafePath } from '../../../core/bulk/model/source-path.ts';
import type { SourceFile } from '../../../core/bulk/model/transfer.ts';
import type { FileSource } from '../../../core/bulk/ports.ts';
import { InvalidInput } from '../../../core/errors.ts';
import { hasNamesOnly } from './byte-names.ts';
import { walk } from './directory-walk.ts';
import { assertNotEmptied, inspectFollowed, inspectTarget, refused } from './disk-file.ts';

/** The real path of a folder files come from. Throws `InvalidInput`. */
export async function realFolder(folder: string): Promise<string> {
  const root = await realpath(resolve(folder)).catch((error: NodeJS.ErrnoException) => {
    throw unusable(`${folder} cannot be opened (${error.code}). Name a folder that exists.`);
  });
  if (!(await stat(root)).isDirectory())
    throw unusable(`${folder} is a file. Name the folder it is in.`);
  return root;
}

const unusable = (message: string): InvalidInput => InvalidInput.of('source', message);

type DirectoryOptions = {
  /** How many names of one folder are held at once. */
  windowSize?: number;
  /** The one file of the folder that is wanted. */
  file?: string;
  followLinks?: boolean;
  /** Take names that cannot be printed safely, too; their paths are escaped. */
  anyName?: boolean;
};

/** Files below a local folder. Links that lead out of it need `followLinks`. */
export class DirectorySource implements FileSource {
  readonly kind = 'directory';
  readonly description: string;
  readonly #folder: string;
  readonly #options: DirectoryOptions;
  #root: Promise<string> | undefined;

  constructor(folder: string, options: DirectoryOptions = {}) {
    this.#folder = folder;
    this.#options = options;
    this.description = folder;
  }

  list(after?: string): AsyncIterable<SourceFile[]> {
    const { file, windowSize, followLinks = false, anyName = false } = this.#options;
    if (file !== undefined) return this.#single(file, after);
    return walk({
      root: () => this.#realRoot(),
      after,
      followLinks,
      anyName,
      ...(windowSize !== undefined && { windowSize }),
    });
  }

  async stat(path: string): Promise<SourceFile | undefined> {
    if (!hasNamesOnly(path) || (!this.#options.anyName && unsafePath(path))) return undefined;
    const inspect = this.#options.followLinks ? inspectFollowed : inspectTarget;
    const file = await inspect(await this.#realRoot(), path);
    return file.problem?.code === 'Missing' ? undefined : file;
  }

  async close(): Promise<void> {}

  async *#single(file: string, after: string | undefined): AsyncGenerator<SourceFile[]> {
    const root = await this.#realRoot();
    if (after !== undefined) return assertNotEmptied(root);
    const problem = unsafePath(file);
    const found = problem
      ? refused(file, 'UnsafeName', `The file ${problem}. Rename it.`)
      : await this.stat(file);
    if (found) yield [found];
  }

  #realRoot(): Promise<string> {
    this.#root ??= realFolder(this.#folder);
    return this.#root;
  }
}
