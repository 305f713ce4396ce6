import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { escapePath, unsafePath } from '../../../core/bulk/model/source-path.ts';
import type { SourceFile } from '../../../core/bulk/model/transfer.ts';
import type { FileSource } from '../../../core/bulk/ports.ts';
import { InvalidInput } from '../../../core/errors.ts';
import { inGroups } from '../../../core/shared/in-groups.ts';
import { toBytes } from './byte-names.ts';
import { refused } from './disk-file.ts';
import { SortedRuns } from './sorted-runs.ts';

/** Paths held while sorting. */
const runSize = 50_000;

/** Sources that are far away answer each look by a request of its own. */
const looksAtOnce = 50;

/** `anyName`: names that cannot be printed safely are taken, too. */
type List = { file: string; sha256: string; anyName: boolean };

type Named = { key: string; path: string };

const unusable = (message: string): InvalidInput =>
  new InvalidInput([{ field: 'filesFrom', message }]);

/** As rclone reads it: one path a line, `#` and `;` begin a remark, a leading `/` is the root. */
const pathIn = (line: string): string | undefined =>
  /^\s*(?:[#;]|$)/.test(line) ? undefined : line.replace(/^\/+/, '');

async function* linesOf(file: string): AsyncGenerator<string> {
  const input = createReadStream(file);
  try {
    yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  } catch (error) {
    throw unusable(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  } finally {
    input.destroy();
  }
}

/** The SHA-256 of a file, hex. */
const hashOf = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash).catch((error: NodeJS.ErrnoException) => {
    throw unusable(`The list of files ${file} cannot be read (${error.code}).`);
  });
  return hash.digest('hex');
};

/**
 * The files of a source that a text file names, and no others: the source is not listed. A file
 * that is not there goes on record as failed.
 */
export class FilesFrom implements FileSource {
  readonly #source: FileSource;
  readonly #list: List;

  constructor(source: FileSource, list: List) {
    this.#source = source;
    this.#list = list;
  }

  get kind(): FileSource['kind'] {
    return this.#source.kind;
  }

  get description(): string {
    return this.#source.description;
  }

  async *list(after?: string): AsyncGenerator<SourceFile> {
    const { file, sha256 } = this.#list;
    // A resumed listing goes on after a path: other paths before it would never be taken.
    if ((await hashOf(file)) !== sha256)
      throw unusable(`The list of files ${file} changed. Begin a new batch with it.`);
    const runs = new SortedRuns<Named>(runSize);
    try {
      for await (const line of linesOf(file)) {
        const path = pathIn(line);
        if (path !== undefined) await runs.add({ key: toBytes(path), path });
      }
      const wanted = after === undefined ? undefined : toBytes(after);
      for await (const paths of inGroups(distinct(runs, wanted), looksAtOnce))
        yield* await Promise.all(paths.map((path) => this.#look(path)));
    } finally {
      await runs.close();
    }
  }

  stat(path: string): Promise<SourceFile | undefined> {
    return this.#source.stat(path);
  }

  close(): Promise<void> {
    return this.#source.close();
  }

  async #look(path: string): Promise<SourceFile> {
    const problem = this.#list.anyName ? undefined : unsafePath(path);
    if (problem) return refused(escapePath(path), 'UnsafeName', `It ${problem}.`);
    const shown = escapePath(path);
    const missing = refused(shown, 'Missing', 'There is no such file.');
    return (await this.#source.stat(shown)) ?? missing;
  }
}

async function* distinct(
  runs: SortedRuns<Named>,
  after: string | undefined,
): AsyncGenerator<string> {
  let last: string | undefined;
  for await (const { key, path } of runs.readSorted()) {
    if (key !== last && (after === undefined || key > after)) yield path;
    last = key;
  }
}
