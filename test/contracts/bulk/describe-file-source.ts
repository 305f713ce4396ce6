import { afterEach, describe, expect, it } from '@jest/globals';
import { unsafePath } from '../../../core/bulk/model/source-path.ts';
import type { SourceFile, SourceLocation } from '../../../core/bulk/model/transfer.ts';
import type { FileSource } from '../../../core/bulk/ports.ts';
import { inItems } from '../../../core/shared/in-groups.ts';

/** Files by the path the source is to list them under. */
export type Files = Readonly<Record<string, string>>;

/**
 * A source over given files, and what the engine would do with what it lists. `paths`: names the
 * files as the source does.
 */
export type SourceStage = {
  make: (files: Files) => Promise<FileSource>;
  read: (location: SourceLocation) => Promise<string>;
  remove: (path: string) => Promise<void>;
  /** What the source calls the n-th of some files; the path itself unless told. */
  listedAs?: (path: string, index: number) => string;
  secret?: string;
};

/** Names old systems really have; all of them have to arrive. */
const awkward = [
  'a b.jpg',
  'a%20b.jpg',
  'a+b.jpg',
  'a#b?c&d.jpg',
  'été/ñ.jpg',
  '日本/写真.jpg',
  '😀.jpg',
  "it's (1).jpg",
  'a.b/c',
  'a-b',
  'a/b',
  'ab\\c',
];

const filesNamed = (names: readonly string[]): Files =>
  Object.fromEntries(names.map((name) => [name, `bytes of ${name}`]));

const collect = async (source: FileSource, after?: string): Promise<SourceFile[]> => {
  const found: SourceFile[] = [];
  for await (const file of inItems(source.list(after))) found.push(file);
  return found;
};

const paths = async (source: FileSource, after?: string): Promise<string[]> =>
  (await collect(source, after)).map(({ path }) => path);

/** Contract tests of every source of files. */
export function describeFileSource(
  name: string,
  { make, read, remove, listedAs = (path) => path, secret }: SourceStage,
): void {
  let source: FileSource | undefined;
  const open = async (files: Files): Promise<FileSource> => {
    source = await make(files);
    return source;
  };

  afterEach(() => source?.close());

  describe(`${name} as FileSource`, () => {
    it('lists every file once, under awkward names too', async () => {
      const listed = await paths(await open(filesNamed(awkward)));
      expect(listed.toSorted()).toEqual(awkward.map(listedAs).toSorted());
    });

    it('lists in the same order again', async () => {
      const files = await open(filesNamed(awkward));
      expect(await paths(files)).toEqual(await paths(files));
    });

    it('lists on after any path it listed before', async () => {
      const files = await open(filesNamed(awkward));
      const all = await paths(files);
      for (const [index, path] of all.entries())
        expect(await paths(files, path)).toEqual(all.slice(index + 1));
    });

    it('lists nothing of nothing', async () => {
      expect(await paths(await open({}))).toEqual([]);
    });

    it('says where the bytes of each file are', async () => {
      const files = await collect(await open(filesNamed(awkward)));
      const bytes = await Promise.all(files.map(({ location }) => read(location)));
      expect(bytes.toSorted()).toEqual(Object.values(filesNamed(awkward)).toSorted());
    });

    it('gives locations as plain data, fit for another thread, and without secrets', async () => {
      const files = await collect(await open(filesNamed(awkward)));
      expect(structuredClone(files)).toEqual(files);
      expect(JSON.stringify(files)).not.toContain(secret ?? 'password');
    });

    it('lists only paths that are safe, unless it says what is wrong with them', async () => {
      const files = await collect(await open(filesNamed(awkward)));
      expect(files.filter(({ path, problem }) => problem || unsafePath(path))).toEqual([]);
    });

    it('says how large a file is when asked for it alone', async () => {
      const [file] = await collect(await open({ 'one.jpg': 'twelve bytes' }));
      expect(await source?.stat(file?.path ?? '')).toMatchObject({
        path: file?.path,
        sizeBytes: 12,
        location: file?.location,
      });
    });

    it('knows nothing of a file that is gone', async () => {
      const [file] = await collect(await open({ 'one.jpg': 'bytes', 'other.jpg': 'more' }));
      await remove('one.jpg');
      expect(await source?.stat(file?.path ?? '')).toBeUndefined();
    });

    it('stops when nobody listens any more', async () => {
      for await (const file of inItems((await open(filesNamed(awkward))).list())) {
        expect(file.path).toBeTruthy();
        break;
      }
      expect(await paths(source as FileSource)).toHaveLength(awkward.length);
    });

    it('describes itself without secrets', async () => {
      const { description } = await open({});
      expect(description).toBeTruthy();
      expect(description).not.toContain(secret ?? 'password');
    });

    it('can be closed twice', async () => {
      const files = await open({});
      await files.close();
      await expect(files.close()).resolves.toBeUndefined();
    });
  });
}
