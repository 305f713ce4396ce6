import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileCategories } from '../../lib/uploads/file-categories.ts';

/** A small file that a real program made; `make.sh` and `make-twins.sh` say how. */
export type CorpusFile = {
  /** Its place below the corpus, e.g. `image/jpeg/pillow-grey.jfif`. */
  place: string;
  fileName: string;
  contentType: string;
  /** Where it lies on this disk. */
  path: string;
  bytes: Buffer;
};

const below = (folder: string): CorpusFile[] => {
  const root = fileURLToPath(new URL(folder, import.meta.url));
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath}/${name}`)
    .sort()
    .map((path) => {
      const place = path.slice(root.length + 1);
      const contentType = dirname(place);
      return { place, fileName: basename(path), contentType, path, bytes: readFileSync(path) };
    });
};

/** Honest files: each is what its folder says. */
export const corpus = below('./files');

/** Files that lie: their folder is the type they are announced as. */
export const twins = below('./twins');

/** Every type customers may send, unless a stage says otherwise. */
export const acceptedTypes: readonly string[] = [
  ...new Set(Object.values(fileCategories).flatMap(({ contentTypes }) => contentTypes)),
].sort();

/** Every category that takes a type. */
export const categoriesOf = (contentType: string): string[] =>
  Object.entries(fileCategories)
    .filter(([, { contentTypes }]) => contentTypes.includes(contentType))
    .map(([category]) => category);
