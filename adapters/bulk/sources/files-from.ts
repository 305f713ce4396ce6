import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { unescapePath, unsafePath } from '../../../core/bulk/model/source-path.ts';
import type { SourceFile } from '../../../core/bulk/model/transfer.ts';
import type { FileSource } from '../../../core/bulk/ports.ts';
import { inGroups } from '../../../core/shared/in-groups.ts';
import { type ByteName, shownName, toBytes, toText } from './byte-names.ts';
import { refused } from './disk-file.ts';
import { linesOf, unusableList } from './list-lines.ts';
import { SortedRuns } from './sorted-runs.ts';
import { SourceAround } from './source-around.ts';

/** Paths held while sorting. */
const runSize = 50_000;

/** Sources that are far away answer each look by a request of its own. */
const looksAtOnce = 50;

/** `anyName`: names that cannot be printed safely are taken, too. */
type List = { file: string; sha256: string; anyName: boolean };

/** A path of the list as it is shown and sorted. */
type Named = { key: ByteName };

/**
 * The files of a source that a text file names, and no others: the source is not listed. A file
 * that is not there is recorded as failed.
 */
export class FilesFrom extends SourceAround {
  readonly #list: List;

  constructor(source: FileSource, list: List) {
    super(source);
    this.#list = list;
  }

  async *list(after?: string): AsyncGenerator<SourceFile[]> {
    const { file, sha256 } = this.#list;
    // A resumed listing continues after a path: other paths before it would never be taken.
    if ((await hashOf(file)) !== sha256)
      throw unusableList(`The list of files ${file} changed. Begin a new batch with it.`);
    const runs = new SortedRuns<Named>(runSize);
    try {
      for await (const line of linesOf(file)) {
        const path = pathIn(line);
        if (path !== undefined) await runs.add({ key: shownName(path) });
      }
      const wanted = after === undefined ? undefined : toBytes(after);
      for await (const paths of inGroups(distinct(runs, wanted), looksAtOnce))
        yield await Promise.all(paths.map((path) => this.#look(path)));
    } finally {
      await runs.close();
    }
  }

  async #look(path: string): Promise<SourceFile> {
    const problem = this.#list.anyName ? undefined : unsafePath(unescapePath(path));
    if (problem) return refused(path, 'UnsafeName', `The file ${problem}.`);
    const missing = refused(path, 'Missing', 'There is no such file.');
    return (await this.source.stat(path)) ?? missing;
  }
}

/** The SHA-256 of a file, hex. */
const hashOf = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash).catch((error: NodeJS.ErrnoException) => {
    throw unusableList(`The list of files ${file} cannot be read (${error.code}).`);
  });
  return hash.digest('hex');
};

/** `#` and `;` begin a remark, a leading `/` or `./` is the root. Spaces belong to the name. */
const pathIn = (line: ByteName): ByteName | undefined =>
  /^[\t\v\f ]*(?:[#;]|$)/.test(line) ? undefined : line.replace(/^(?:\.?\/)+/, '');

/** Paths as text, each once. */
async function* distinct(
  runs: SortedRuns<Named>,
  after: ByteName | undefined,
): AsyncGenerator<string> {
  let last: ByteName | undefined;
  for await (const { key } of runs.readSorted()) {
    if (key !== last && (after === undefined || key > after)) yield toText(key);
    last = key;
  }
}
