import { unsafePath } from '../../core/model/source-path.ts';
import type { SourceFile } from '../../core/model/transfer.ts';
import { type ByteName, toBytes, toText } from './byte-names.ts';
import { inspectEntry, refused, unreadableFolder } from './disk-file.ts';
import { readWindow, type Start, type Window } from './folder-window.ts';

/** How many names of one folder are held at once: about 5 MB of them. */
const windowNames = 50_000;

/** How many files are looked at together; more gains nothing on a local disk. */
const filesAtOnce = 64;

type Options = { root: string; after: string | undefined; windowSize?: number };

/** One folder being read; `prefix` is its path in bytes, empty or ending in `/`. */
type Level = { prefix: ByteName; window: Window; position: number };

/** The first name in this folder that may still have to be listed. */
const startIn = (prefix: ByteName, after: ByteName | undefined): Start => {
  if (after === undefined || !after.startsWith(prefix)) return { from: '', inclusive: true };
  const rest = after.slice(prefix.length);
  const slash = rest.indexOf('/');
  return slash < 0 ? { from: rest, inclusive: false } : { from: rest.slice(0, slash + 1), inclusive: true };
};

/** Every file below a folder in byte order of its path, which holds one window of names per level. */
export async function* walk({ root, after, windowSize = windowNames }: Options): AsyncGenerator<SourceFile> {
  const resume = after === undefined ? undefined : toBytes(after);
  const rootBytes = toBytes(root);
  const levels: Level[] = [];
  const read = (prefix: ByteName, start: Start): Promise<Window> => readWindow(`${rootBytes}/${prefix}`, start, windowSize);
  const enter = async (prefix: ByteName): Promise<SourceFile | undefined> => {
    // Folders that cannot be entered are listed under their own path, once.
    const path = toText(prefix);
    const problem = path === '' ? undefined : unsafePath(path.slice(0, -1));
    if (problem) return refused(path, 'UnsafeName', `It ${problem}. Nothing below this folder was taken; rename it.`);
    try {
      levels.push({ prefix, window: await read(prefix, startIn(prefix, resume)), position: 0 });
      return undefined;
    } catch (error) {
      if (path === '') throw error;
      return unreadableFolder(path, error);
    }
  };

  await enter('');
  for (let level = levels.at(-1); level; level = levels.at(-1)) {
    const { window, prefix } = level;
    const last = window.names.at(-1);
    if (level.position === window.names.length) {
      if (!window.more || last === undefined) levels.pop();
      else Object.assign(level, { window: await read(prefix, { from: last, inclusive: false }), position: 0 });
      continue;
    }
    const names = nextNames(level);
    if (names[0]?.endsWith('/')) {
      const shut = await enter(prefix + names[0]);
      if (shut && shut.path !== after) yield shut;
    } else {
      for (const file of await Promise.all(names.map((name) => inspect(root, prefix + name)))) if (file) yield file;
    }
  }
}

/** Either one folder or the files before the next one. */
const nextNames = (level: Level): ByteName[] => {
  const { names } = level.window;
  const begin = level.position;
  const limit = Math.min(names.length, begin + filesAtOnce);
  let end = begin + 1;
  if (!names[begin]?.endsWith('/')) while (end < limit && !names[end]?.endsWith('/')) end += 1;
  level.position = end;
  return names.slice(begin, end);
};

const inspect = async (root: string, bytes: ByteName): Promise<SourceFile | undefined> => {
  const path = toText(bytes);
  const problem = unsafePath(path);
  return problem ? refused(path, 'UnsafeName', `It ${problem}. Rename it.`) : inspectEntry(root, path);
};
