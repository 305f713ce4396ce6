import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  filesAtOnce,
  type Restored,
  restoreFiles,
  type WantedFile,
} from '../../../../core/bulk/restore/restore-files.ts';
import { AlreadyExists } from '../../../../core/errors.ts';
import { sha256 } from '../../builders/records.ts';

let begun: string[];
let written: Record<string, string>;
let failed: string[];
/** Files whose bytes are held back, by key. */
let held: Map<string, Promise<void>>;

beforeEach(() => {
  begun = [];
  written = {};
  failed = [];
  held = new Map();
});

const stored = {
  async *read(key: string): AsyncGenerator<Uint8Array> {
    begun.push(key);
    await held.get(key);
    yield Buffer.from(key);
  },
};

const folder = {
  prepare: async () => undefined,
  look: async (path: string) => {
    const text = written[path];
    return text === undefined ? undefined : ({ kind: 'file', sha256: sha256(text) } as const);
  },
  write: async (path: string, bytes: AsyncIterable<Uint8Array>) => {
    let text = '';
    for await (const piece of bytes) text += piece;
    if (written[path] !== undefined) throw new AlreadyExists('It is there.');
    written[path] = text;
  },
};

const wanted = (key: string): WantedFile => ({ path: key, key, sha256: sha256(key), sizeBytes: 1 });

async function* list(keys: readonly string[]): AsyncGenerator<WantedFile> {
  for (const key of keys) yield wanted(key);
}

const keysTo = (count: number): string[] => Array.from({ length: count }, (_, at) => `f${at}`);

const restore = (
  files: AsyncIterable<WantedFile>,
  endsAll = (_error: unknown): boolean => false,
): Promise<Restored> =>
  restoreFiles({ stored, folder, endsAll }, files, {
    signal: new AbortController().signal,
    overwrite: false,
    selects: () => true,
    onFailure: (path) => failed.push(path),
  });

/** Until nothing happens any more without what is held back. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 1_000; turn += 1) await Promise.resolve();
};

describe('restoreFiles', () => {
  it('goes on with all other files while a large one is under way', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    held.set('f0', promise);
    const restoring = restore(list(keysTo(50)));
    await settled();
    expect(Object.keys(written)).toHaveLength(49);
    resolve();
    expect(await restoring).toEqual({ restored: 50, bytes: 50, present: 0, failed: 0 });
  });

  it('reads so many at once, and no more', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const keys = keysTo(50);
    for (const key of keys) held.set(key, promise);
    const restoring = restore(list(keys));
    await settled();
    expect(begun).toHaveLength(filesAtOnce);
    resolve();
    expect(await restoring).toMatchObject({ restored: 50 });
  });

  it('lets files under way arrive when one ends the restore, and begins no other', async () => {
    const { promise, reject } = Promise.withResolvers<void>();
    const other = Promise.withResolvers<void>();
    held.set('f0', promise);
    for (const key of keysTo(50).slice(1)) held.set(key, other.promise);
    const restoring = restore(list(keysTo(50)), () => true);
    await settled();
    reject(new Error('The disk is full.'));
    await settled();
    other.resolve();
    await expect(restoring).rejects.toThrow('The disk is full.');
    expect(begun).toHaveLength(filesAtOnce);
    expect(Object.keys(written)).toHaveLength(filesAtOnce - 1);
  });

  it('throws what the list throws, after the files under way', async () => {
    async function* listing(): AsyncGenerator<WantedFile> {
      yield wanted('f0');
      throw new Error('The registry is away.');
    }
    await expect(restore(listing())).rejects.toThrow('The registry is away.');
    expect(Object.keys(written)).toEqual(['f0']);
  });

  it('finds a file that another restore wrote meanwhile, if it has the right bytes', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    held.set('f0', promise);
    held.set('f1', promise);
    const restoring = restore(list(['f0', 'f1']));
    await settled();
    written = { f0: 'f0', f1: 'another file' };
    resolve();
    expect(await restoring).toEqual({ restored: 0, bytes: 0, present: 1, failed: 1 });
    expect(failed).toEqual(['f1']);
  });
});
