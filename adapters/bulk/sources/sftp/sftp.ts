import { setTimeout as sleep } from 'node:timers/promises';
import { unsafePath } from '../../../../core/bulk/model/source-path.ts';
import type { SourceFile } from '../../../../core/bulk/model/transfer.ts';
import type { FileSource } from '../../../../core/bulk/ports.ts';
import { InvalidInput, SourceMissing } from '../../../../core/errors.ts';
import { retrying } from '../../transfer/engine/retrying.ts';
import { hasNamesOnly, toBytes, toText } from '../byte-names.ts';
import { groupFiles } from '../group-files.ts';
import { SftpClient, Unreadable } from './sftp-client.ts';
import type { SftpServer } from './sftp-server.ts';
import { inspectTarget, type Tree } from './sftp-tree.ts';
import { walkTree } from './sftp-walk.ts';

type Options = {
  server: SftpServer;
  /** Absolute, or from the user's home folder. */
  path: string;
  description: string;
  followLinks?: boolean;
  anyName?: boolean;
};

const retries = { retries: 3, random: Math.random, sleep: async (ms: number) => sleep(ms) };

/** The root that is read: a folder, or one file of it. */
type Root = { tree: Tree; file?: string };

/** Files below a folder of an SSH server, or one file of it. */
export class SftpSource implements FileSource {
  readonly kind = 'sftp';
  readonly description: string;
  readonly #options: Options;
  readonly #client: SftpClient;
  #root: Promise<Root> | undefined;

  constructor(options: Options) {
    this.#options = options;
    this.description = options.description;
    this.#client = new SftpClient(options.server);
  }

  list(after?: string): AsyncIterable<SourceFile[]> {
    return groupFiles(this.#patientFiles(after));
  }

  async stat(path: string): Promise<SourceFile | undefined> {
    if (!hasNamesOnly(path) || (!this.#options.anyName && unsafePath(path))) return undefined;
    const { tree } = await this.#opened();
    const file = await retrying(retries, () => inspectTarget(this.#client, tree, path));
    return file.problem?.code === 'Missing' ? undefined : file;
  }

  async close(): Promise<void> {
    this.#client.end();
  }

  /** After a broken connection the list continues behind the last file. */
  async *#patientFiles(after: string | undefined): AsyncGenerator<SourceFile> {
    let last = after;
    let lastBroken: string | undefined;
    for (let ended = false; !ended; ) {
      const files = this.#files(last);
      try {
        for (;;) {
          const { done = false, value } = await files.next();
          ended = done;
          if (done) break;
          last = value.path;
          yield value;
        }
      } catch (error) {
        // It broke before, and came no further since.
        if (last === undefined || last === lastBroken) throw error;
        lastBroken = last;
        await this.#reconnect(error);
      } finally {
        await files.return(undefined);
      }
    }
  }

  /** Throws the error if it does not pass, and the last one if the server stays away. */
  #reconnect(error: unknown): Promise<unknown> {
    return retrying(retries, async (attempt) => {
      if (attempt === 1) throw error;
      await this.#client.realpath('.');
    });
  }

  async *#files(after: string | undefined): AsyncGenerator<SourceFile> {
    const { tree, file } = await this.#opened();
    const { anyName = false } = this.#options;
    if (file === undefined)
      yield* walkTree({
        client: this.#client,
        tree,
        anyName,
        after: after === undefined ? undefined : toBytes(after),
      });
    else if (after === undefined) yield await inspectTarget(this.#client, tree, file);
  }

  #opened(): Promise<Root> {
    this.#root ??= retrying(retries, () => this.#find());
    return this.#root;
  }

  async #find(): Promise<Root> {
    const { path, followLinks = false } = this.#options;
    const named = toBytes(path);
    try {
      const [real, { kind }] = await Promise.all([
        this.#client.realpath(named),
        this.#client.stat(named),
      ]);
      if (kind === 'folder') return { tree: { root: real, followLinks } };
      const slash = real.lastIndexOf('/');
      const root = slash === 0 ? '/' : real.slice(0, slash);
      if (kind === 'file')
        return { tree: { root, followLinks }, file: toText(real.slice(slash + 1)) };
    } catch (error) {
      if (error instanceof SourceMissing) throw unusable(`${path} is not there.`);
      if (!(error instanceof Unreadable)) throw error;
      throw unusable(`${path} cannot be read by this user.`);
    }
    throw unusable(`${path} is no folder and no file.`);
  }
}

const unusable = (message: string): InvalidInput => InvalidInput.of('source', message);
