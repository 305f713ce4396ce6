import type { SourceFile } from '../../../core/bulk/model/transfer.ts';
import { InvalidInput, TransientFault } from '../../../core/errors.ts';
import { allowedUrl, type HttpPolicy, type Resolve, systemResolve } from '../../aws/http-guard.ts';
import { isUrl, type NamedFile, relativePath, withProblem } from '../sql/row-files.ts';
import { realFolder } from './directory.ts';
import { hasNoEntry, inspectTarget } from './disk-file.ts';
import { asBaseUrl, statUrl, urlBelow } from './http.ts';
import { HttpReader } from './http-reader.ts';

/**
 * Where rows' paths lead: a folder, or the base URL of an old server. URLs in rows are read when
 * `http` allows their hosts.
 */
export type SqlRootOptions = { root: string; http?: HttpPolicy; resolve?: Resolve };

/** Finds the files that rows name. */
export class SqlRoot {
  readonly #root: { folder: string } | { base: string };
  readonly #http: HttpPolicy;
  readonly #reader: HttpReader;
  #real: Promise<string> | undefined;

  constructor({ root, http = { allowedHosts: [] }, resolve = systemResolve }: SqlRootOptions) {
    this.#http = http;
    this.#reader = new HttpReader(http, resolve);
    this.#root = isUrl(root) ? { base: asBaseUrl(root, http) } : { folder: root };
  }

  /** Throws `InvalidInput` when the folder cannot be used. */
  async open(): Promise<void> {
    if ('folder' in this.#root) await this.#realFolder(this.#root.folder);
  }

  /**
   * The file's location, and for a file on disk its facts. Servers are not asked. Throws
   * `TransientFault` for a folder that is empty or gone: its disk is not mounted.
   */
  async find(file: NamedFile): Promise<SourceFile> {
    const { path, row, problem } = file;
    if (problem) return withProblem(file, problem);
    if (!isUrl(row.value) && 'folder' in this.#root)
      return { ...(await this.#onDisk(this.#root.folder, row.value)), path, row };
    const url = this.#urlOf(row.value);
    return typeof url === 'string'
      ? { path, location: { kind: 'http', url }, row }
      : withProblem(file, { code: 'OutsideRoot', message: url.message });
  }

  /** The file as it is now, servers included; `undefined` when it is gone. */
  async stat(file: NamedFile): Promise<SourceFile | undefined> {
    const found = await this.find(file);
    if (found.problem?.code === 'Missing') return undefined;
    if (found.problem || found.location.kind !== 'http') return found;
    const facts = await statUrl(this.#reader, found.location.url, found.path);
    return facts && { ...facts, row: file.row };
  }

  close(): void {
    this.#reader.close();
  }

  /** Old systems store absolute paths, too; those below the root are taken for what they are. */
  async #onDisk(folder: string, value: string): Promise<SourceFile> {
    const root = await this.#realFolder(folder);
    const relative = relativePath(value);
    const found = await inspectTarget(root, relative);
    if (found.problem?.code !== 'Missing') return found;
    const inside = [folder, root].find((start) => value.startsWith(`${start}/`));
    const absolute =
      inside && (await inspectTarget(root, relativePath(value.slice(inside.length))));
    if (absolute && absolute.problem?.code !== 'Missing') return absolute;
    if (await hasNoEntry(root)) throw rootEmpty(folder);
    const message = `There is no file ${relative} below ${folder}.`;
    return { ...found, problem: { code: 'Missing', message } };
  }

  /** The URL of a value that is a URL or a path on the server; or the refusal of it. */
  #urlOf(value: string): string | InvalidInput {
    if ('base' in this.#root && !isUrl(value))
      return urlBelow(this.#root.base, relativePath(value));
    try {
      return allowedUrl(value, this.#http).href;
    } catch (error) {
      if (error instanceof InvalidInput) return error;
      throw error;
    }
  }

  #realFolder(folder: string): Promise<string> {
    this.#real ??= realFolder(folder);
    return this.#real;
  }
}

/** Recorded as failed, each row would have to be repaired. */
const rootEmpty = (folder: string): TransientFault =>
  new TransientFault(
    `${folder} is empty or gone, and rows name files in it. Mount its disk and give the same ` +
      'command again, or name another --root.',
  );
