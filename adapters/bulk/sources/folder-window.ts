import type { Dirent } from 'node:fs';
import { lstat, opendir, stat } from 'node:fs/promises';
import { type ByteName, shownName } from './byte-names.ts';

/** The next names of a folder, sorted; folders end in `/`. `more`: others follow. */
export type Window = { names: ByteName[]; more: boolean };

/** Where a window begins: after a name, or with it. */
export type Start = { from: ByteName; inclusive: boolean };

const entriesAtOnce = 1024;

/**
 * Reads a folder of any size and keeps its first `size` names from a start: a folder of a million
 * files is read several times, and never held in memory.
 */
export async function readWindow(
  folder: ByteName,
  { from, inclusive }: Start,
  { size, followLinks }: { size: number; followLinks: boolean },
): Promise<Window> {
  const isFolder = lookForFolder(folder, followLinks);
  let names: ByteName[] = [];
  let end: ByteName | undefined;
  const cut = (): void => {
    names.sort(byBytes);
    end = names.length > size ? names[size - 1] : end;
    names = names.slice(0, size);
  };
  for await (const entries of readEntries(folder))
    for (const entry of entries) {
      const pending = sortName(entry, isFolder);
      const name = typeof pending === 'string' ? pending : await pending;
      if (name < from || (name === from && !inclusive) || (end !== undefined && name > end))
        continue;
      if (names.push(name) >= 2 * size) cut();
    }
  cut();
  return { names, more: end !== undefined };
}

type Look = (entry: Dirent) => Promise<boolean>;

/** Some file systems do not say what an entry is. A link to a folder is one if it is followed. */
const lookForFolder =
  (folder: ByteName, followLinks: boolean): Look =>
  async (entry) => {
    if (entry.isDirectory()) return true;
    const isLink = entry.isSymbolicLink();
    if (entry.isFile() || (isLink && !followLinks)) return false;
    const look = isLink ? stat : lstat;
    const facts = await look(bytes(`${folder}/${entry.name}`)).catch(() => undefined);
    return facts?.isDirectory() ?? false;
  };

const bytes = (path: ByteName): Buffer => Buffer.from(path, 'latin1');

/** A folder's entries, a whole read at once: a promise per entry would cost too much. */
async function* readEntries(folder: ByteName): AsyncGenerator<Dirent[]> {
  const opened = await opendir(bytes(folder), { encoding: 'latin1', bufferSize: entriesAtOnce });
  try {
    for (let first = await opened.read(); first; first = await opened.read()) {
      const entries = [first];
      // These are in memory, but for the last ones of the folder.
      while (entries.length < entriesAtOnce) {
        const next = opened.readSync();
        if (next === null) break;
        entries.push(next);
      }
      yield entries;
    }
  } finally {
    await opened.close();
  }
}

// Most entries are files that say so; an async call for each would cost more than reading the
// folder.
const sortName = (entry: Dirent, isFolder: Look): ByteName | Promise<ByteName> =>
  entry.isFile()
    ? shownName(entry.name)
    : isFolder(entry).then((yes) => shownName(entry.name) + (yes ? '/' : ''));

const byBytes = (a: ByteName, b: ByteName): number => (a < b ? -1 : a > b ? 1 : 0);
