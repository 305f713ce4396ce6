import { realpath } from 'node:fs/promises';
import { unsafePath } from '../../../core/bulk/model/source-path.ts';
import type { SourceFile } from '../../../core/bulk/model/transfer.ts';
import { DiskPace } from '../transfer/engine/disk-pace.ts';
import { type ByteName, rawName, toBytes, toText } from './byte-names.ts';
import {
  assertNotEmptied,
  inspectEntry,
  inspectEntryNow,
  inspectFollowed,
  isGone,
  refused,
  unreadable,
} from './disk-file.ts';
import { readWindow, type Start, type Window } from './folder-window.ts';

/** How many names of one folder are held at once: about 5 MB of them. */
const windowNames = 50_000;

/** How many files are looked at together; more gains nothing on a local disk. */
const filesAtOnce = 64;

/** A disk that was slow once has the next names in memory by now. */
const groupsUntilNextTry = 8;

type Options = {
  /** The real path of the folder. */
  root: () => Promise<string>;
  after: string | undefined;
  windowSize?: number;
  followLinks?: boolean;
  /** Take names that cannot be printed safely, too. */
  anyName?: boolean;
};

/**
 * One folder being read; `prefix` is its path in bytes, empty or ending in `/`. `real`: where links
 * lead, if they are followed.
 */
type Level = { prefix: ByteName; real?: string; window: Window; position: number };

/** Every file below a folder in byte order of its path; holds one window of names per level. */
export async function* walk({ root, ...options }: Options): AsyncGenerator<SourceFile[]> {
  yield* new Walk(await root(), options).files();
}

class Walk {
  readonly #root: string;
  readonly #windowSize: number;
  readonly #followLinks: boolean;
  readonly #anyName: boolean;
  readonly #after: string | undefined;
  readonly #resume: ByteName | undefined;
  readonly #levels: Level[] = [];
  readonly #pace = new DiskPace(groupsUntilNextTry);

  constructor(
    root: string,
    {
      after,
      windowSize = windowNames,
      followLinks = false,
      anyName = false,
    }: Omit<Options, 'root'>,
  ) {
    this.#root = root;
    this.#anyName = anyName;
    this.#followLinks = followLinks;
    this.#windowSize = windowSize;
    this.#after = after;
    this.#resume = after === undefined ? undefined : toBytes(after);
  }

  async *files(): AsyncGenerator<SourceFile[]> {
    if (this.#after !== undefined) await assertNotEmptied(this.#root);
    await this.#enter('');
    for (let level = this.#levels.at(-1); level; level = this.#levels.at(-1)) {
      const names = nextNames(level);
      const [first] = names;
      if (first === undefined) yield await this.#goOn(level);
      else if (first.endsWith('/')) yield await this.#enter(level.prefix + first);
      else yield await this.#inspect(level.prefix, names);
    }
  }

  /** Folders that cannot be entered are listed under their own path, once. */
  async #enter(prefix: ByteName): Promise<SourceFile[]> {
    const real = this.#followLinks ? await this.#realPath(prefix) : undefined;
    const shut =
      this.#refusal(toText(prefix), real) ??
      (await this.#read(prefix, startIn(prefix, this.#resume), (window) =>
        this.#levels.push({ prefix, window, position: 0, ...(real !== undefined && { real }) }),
      ));
    return shut && shut.path !== this.#after ? [shut] : [];
  }

  #refusal(path: string, real: string | undefined): SourceFile | undefined {
    const problem = path === '' || this.#anyName ? undefined : unsafePath(path.slice(0, -1));
    if (problem)
      return refused(
        path,
        'UnsafeName',
        `The folder ${problem}. Nothing below this folder was taken; rename it.`,
      );
    // Following this link would lead here again and again.
    return real !== undefined && this.#levels.some((level) => level.real === real)
      ? refused(path.slice(0, -1), 'NotAFile', 'The link leads to a folder above it.')
      : undefined;
  }

  /** A folder that is gone is found out when it is read. */
  #realPath(prefix: ByteName): Promise<string> {
    const path = `${toBytes(this.#root)}/${rawFolder(prefix)}`;
    return realpath(Buffer.from(path, 'latin1'), 'latin1').catch(() => path);
  }

  /** The next names of a folder, or back to the one above. */
  async #goOn(level: Level): Promise<SourceFile[]> {
    const { prefix, window, real } = level;
    this.#levels.pop();
    const last = window.names.at(-1);
    if (!window.more || last === undefined) return [];
    const next = (found: Window): unknown =>
      this.#levels.push({
        prefix,
        window: found,
        position: 0,
        ...(real !== undefined && { real }),
      });
    const shut = await this.#read(prefix, { from: last, inclusive: false }, next);
    return shut ? [shut] : [];
  }

  /** Yields the window, or the folder's problem. A folder that vanished has no files. */
  async #read(
    prefix: ByteName,
    start: Start,
    use: (window: Window) => unknown,
  ): Promise<SourceFile | undefined> {
    try {
      const window = await readWindow(`${toBytes(this.#root)}/${rawFolder(prefix)}`, start, {
        size: this.#windowSize,
        followLinks: this.#followLinks,
      });
      use(window);
      if (window.names.length > 0 || start.from === '') return undefined;
    } catch (error) {
      if (!isGone(error) || prefix === '') return unreadable(toText(prefix), error);
    }
    await assertNotEmptied(this.#root);
    return undefined;
  }

  async #inspect(prefix: ByteName, names: readonly ByteName[]): Promise<SourceFile[]> {
    const later = this.#followLinks ? inspectFollowed : inspectEntry;
    const files =
      this.#followLinks || this.#pace.isSlow()
        ? await Promise.all(names.map((name) => this.#look(prefix + name, later)))
        : await this.#inspectNow(prefix, names);
    const present = files.filter((file) => file !== undefined);
    if (present.length < files.length) await assertNotEmptied(this.#root);
    return present;
  }

  #look<Found>(
    bytes: ByteName,
    inspect: (root: string, path: string) => Found,
  ): Found | SourceFile {
    const path = toText(bytes);
    const problem = this.#anyName ? undefined : unsafePath(path);
    return problem
      ? refused(path, 'UnsafeName', `The file ${problem}. Rename it, or use --names encode.`)
      : inspect(this.#root, path);
  }

  /** From memory a look takes a microsecond, and waiting for one ten. */
  async #inspectNow(
    prefix: ByteName,
    names: readonly ByteName[],
  ): Promise<(SourceFile | undefined)[]> {
    const began = performance.now();
    const looks = names.map((name) => this.#look(prefix + name, inspectEntryNow));
    this.#pace.note(performance.now() - began, 0);
    return looks.some((file) => file instanceof Promise)
      ? Promise.all(looks)
      : (looks as (SourceFile | undefined)[]);
  }
}

/** Either one folder or the files before the next one; none at the end of the window. */
const nextNames = (level: Level): ByteName[] => {
  const { names } = level.window;
  const begin = level.position;
  const limit = Math.min(names.length, begin + filesAtOnce);
  let end = Math.min(begin + 1, limit);
  if (!names[begin]?.endsWith('/')) while (end < limit && !names[end]?.endsWith('/')) end += 1;
  level.position = end;
  return names.slice(begin, end);
};

/** Only a folder that is entered under any name has an escaped one. */
const rawFolder = (prefix: ByteName): ByteName =>
  unsafePath(toText(prefix.slice(0, -1))) === undefined ? prefix : rawName(prefix);

/** The first name in this folder that may still have to be listed. */
const startIn = (prefix: ByteName, after: ByteName | undefined): Start => {
  if (after === undefined || !after.startsWith(prefix)) return { from: '', inclusive: true };
  const rest = after.slice(prefix.length);
  const slash = rest.indexOf('/');
  return slash < 0
    ? { from: rest, inclusive: false }
    : { from: rest.slice(0, slash + 1), inclusive: true };
};
