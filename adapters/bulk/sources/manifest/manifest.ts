import { type ManifestEntry, parseManifestEntry } from '../../../../core/bulk/model/manifest.ts';
import { type FieldIssue, InvalidInput } from '../../../../core/errors.ts';
import { toBytes } from '../byte-names.ts';
import { readRun, SortedRuns, writeLines } from '../sorted-runs.ts';
import { readCsv } from './manifest-csv.ts';
import { readJsonl } from './manifest-jsonl.ts';
import {
  badManifest,
  type ManifestLimits,
  type ManifestLine,
  manifestLimits,
  readText,
} from './manifest-lines.ts';

/** Entries held while sorting: about 15 MB. */
const runSize = 50_000;

/** Problems reported at most: enough to recognize a wrong format in a file of a million lines. */
const maxIssues = 20;

type Row = { key: string; line: number; entry: ManifestEntry };

const said = ['size', 'sha256', 'contentType', 'owner', 'partner'] as const;

/** A list of files (`.csv` with a header, or `.jsonl`), checked in full before use. */
export class Manifest {
  readonly #file: string;
  readonly #limits: ManifestLimits;
  readonly #runs = new SortedRuns<Row>(runSize);
  #sorted: Promise<string> | undefined;

  constructor(file: string, limits: Partial<ManifestLimits> = {}) {
    this.#file = file;
    this.#limits = { ...manifestLimits, ...limits };
  }

  /**
   * In byte order of the paths, each once; after a path, those that sort after it. Throws
   * `InvalidInput` with the lines that are wrong.
   */
  async *entries(after?: string): AsyncGenerator<ManifestEntry> {
    this.#sorted ??= this.#sort();
    const from = after === undefined ? '' : toBytes(after);
    for await (const entry of readRun<ManifestEntry>(await this.#sorted))
      if (toBytes(entry.path) > from) yield entry;
  }

  close(): Promise<void> {
    return this.#runs.close();
  }

  async #sort(): Promise<string> {
    for await (const row of rowsOf(this.#file, this.#limits)) await this.#runs.add(row);
    const file = await this.#runs.place('sorted');
    await writeLines(file, distinct(this.#runs.readSorted()));
    return file;
  }
}

async function* rowsOf(file: string, limits: ManifestLimits): AsyncGenerator<Row> {
  const issues: FieldIssue[] = [];
  let lines = 0;
  for await (const read of linesOf(file, limits)) {
    lines += 1;
    if (lines > limits.maxLines)
      throw badManifest(`The manifest has more than ${limits.maxLines} lines. Split it.`);
    const row = checked(read);
    if ('key' in row) yield row;
    else if (issues.push(row) >= maxIssues) break;
  }
  if (issues.length > 0) throw new InvalidInput(issues);
}

const linesOf = (file: string, limits: ManifestLimits): AsyncGenerator<ManifestLine> => {
  const text = readText(file, limits);
  if (file.endsWith('.csv')) return readCsv(text, limits);
  if (file.endsWith('.jsonl')) return readJsonl(text, limits);
  throw badManifest('Its name must end in .csv or .jsonl.');
};

const checked = (read: ManifestLine): Row | FieldIssue => {
  const entry = 'wrong' in read ? read : parseManifestEntry(read.value);
  if ('wrong' in entry) return { field: `line ${read.line}`, message: entry.wrong };
  return { key: toBytes(entry.path), line: read.line, entry };
};

/** Each path once; two lines that say different things about one file are refused. */
async function* distinct(rows: AsyncIterable<Row>): AsyncGenerator<ManifestEntry> {
  let last: Row | undefined;
  for await (const row of rows) {
    if (last?.key !== row.key) yield row.entry;
    else if (!same(last.entry, row.entry)) {
      throw InvalidInput.of(
        `line ${row.line}`,
        `says something else about the same path than line ${last.line}`,
      );
    }
    last = row;
  }
}

const same = (a: ManifestEntry, b: ManifestEntry): boolean =>
  said.every((column) => a[column] === b[column]);
