import { TransientFault } from '../../../../core/errors.ts';
import { shownName } from '../byte-names.ts';
import { SortedRuns } from '../sorted-runs.ts';
import type { SftpClient } from './sftp-client.ts';
import type { Attributes, NamedEntry } from './sftp-packets.ts';

/** An entry by the name it is sorted by: as it is shown, in bytes; a folder's ends in `/`. */
export type FolderEntry = Attributes & { key: string };

/** From this many entries on, a folder is sorted on disk. */
const heldEntries = 50_000;

/** How many links are looked at together. */
const looksAtOnce = 64;

/** The entries of a folder in order, in flat memory. Throws like the client's methods. */
export async function* readFolder(
  client: SftpClient,
  folder: string,
  { followLinks }: { followLinks: boolean },
): AsyncGenerator<FolderEntry> {
  const held: FolderEntry[] = [];
  let sorted: SortedRuns<FolderEntry> | undefined;
  try {
    for await (const entry of entriesOf(client, folder, followLinks)) {
      if (held.length >= heldEntries) {
        sorted ??= new SortedRuns(heldEntries);
        for (const one of held.splice(0)) await sorted.add(one);
      }
      held.push(entry);
    }
    if (sorted) for (const one of held.splice(0)) await sorted.add(one);
    yield* sorted ? sorted.readSorted() : held.sort(byKey);
  } finally {
    await sorted?.close();
  }
}

async function* entriesOf(
  client: SftpClient,
  folder: string,
  followLinks: boolean,
): AsyncGenerator<FolderEntry> {
  for await (const page of client.entries(folder)) {
    const names = page.filter(({ name }) => name !== '.' && name !== '..');
    // A name with a slash is the path of another file.
    if (names.some(({ name }) => name === '' || /[/\0]/.test(name))) throw noName();
    for (let n = 0; n < names.length; n += looksAtOnce) {
      const some = names.slice(n, n + looksAtOnce);
      const known = followLinks
        ? await Promise.all(some.map((entry) => followLink(client, folder, entry)))
        : some;
      yield* known.map(sortable);
    }
  }
}

const noName = (): TransientFault =>
  new TransientFault('The server lists a name that no file can have. Try again later.');

/** A followed link is what it leads to; one that leads nowhere stays a link. */
const followLink = async (
  client: SftpClient,
  folder: string,
  entry: NamedEntry,
): Promise<NamedEntry> => {
  if (entry.kind !== 'link') return entry;
  const found = await client.stat(`${folder}/${entry.name}`).catch(() => undefined);
  return found?.kind === 'folder' ? { ...entry, kind: 'folder' } : entry;
};

const sortable = ({ name, ...facts }: NamedEntry): FolderEntry => {
  const shown = shownName(name);
  return { ...facts, key: facts.kind === 'folder' ? `${shown}/` : shown };
};

const byKey = (a: FolderEntry, b: FolderEntry): number =>
  a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
