import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { mergeSorted } from '../../dynamo/merge-sorted.ts';

/** Something to sort, by a key that compares as a string. */
export type Keyed = { key: string };

/**
 * Sorts more than memory holds: sorted runs in a folder of its own, merged while they are read.
 * Equal keys keep their order.
 */
export class SortedRuns<Item extends Keyed> {
  readonly #runSize: number;
  readonly #files: string[] = [];
  #open: Item[] = [];
  #folder: Promise<string> | undefined;

  constructor(runSize: number) {
    this.#runSize = runSize;
  }

  async add(item: Item): Promise<void> {
    if (this.#open.push(item) >= this.#runSize) await this.#flush();
  }

  /** Everything that was added, in order. */
  async *readSorted(): AsyncGenerator<Item> {
    if (this.#open.length > 0) await this.#flush();
    const [first, ...others] = this.#files.map(readRun<Item>);
    if (first && others.length === 0) yield* first;
    else if (first) yield* mergeSorted([first, ...others], isBefore);
  }

  /** Path of a file beside the runs, for data derived from them. Removed together with the runs. */
  async place(name: string): Promise<string> {
    this.#folder ??= mkdtemp(join(tmpdir(), 'keepsake-'));
    return join(await this.#folder, name);
  }

  async close(): Promise<void> {
    if (this.#folder) await rm(await this.#folder, { recursive: true, force: true });
  }

  async #flush(): Promise<void> {
    const file = await this.place(`run-${this.#files.length}`);
    const items = this.#open.sort(byKey);
    this.#open = [];
    await writeLines(file, items);
    this.#files.push(file);
  }
}

const isBefore = (a: Keyed, b: Keyed): boolean => a.key < b.key;

const byKey = (a: Keyed, b: Keyed): number => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0);

async function* asLines(items: AsyncIterable<unknown> | Iterable<unknown>): AsyncGenerator<string> {
  for await (const item of items) yield `${JSON.stringify(item)}\n`;
}

/** Writes one JSON value a line, as fast as the disk takes them. */
export const writeLines = (
  file: string,
  items: AsyncIterable<unknown> | Iterable<unknown>,
): Promise<void> => pipeline(asLines(items), createWriteStream(file, { mode: 0o600 }));

/** Reads them again. */
export async function* readRun<Item>(file: string): AsyncGenerator<Item> {
  const stream = createReadStream(file);
  try {
    for await (const line of createInterface({
      input: stream,
      crlfDelay: Number.POSITIVE_INFINITY,
    }))
      yield JSON.parse(line);
  } finally {
    stream.destroy();
  }
}
