import { escapePath, unescapePath, unsafePath } from '../../../../core/bulk/model/source-path.ts';
import type { SourceFile, SourceProblem } from '../../../../core/bulk/model/transfer.ts';
import type { FileSource } from '../../../../core/bulk/ports.ts';
import { type HttpPolicy, systemResolve } from '../../../aws/http-guard.ts';
import { groupFiles } from '../group-files.ts';
import { statUrl } from '../http.ts';
import { HttpReader } from '../http-reader.ts';
import { GuardedHttp } from '../http-request.ts';
import type { ObjectStorage } from './object-facts.ts';
import { comesAfter, type ListedObject, type ObjectPage, objectsInPages } from './object-pages.ts';
import { objectUrl } from './object-url.ts';

/** What one kind of object storage has of its own. */
export type ObjectStore = {
  kind: ObjectStorage;
  description: string;
  /** Every name that is listed begins with it; empty, or ends in a slash. */
  prefix: string;
  /** Where objects are read; ends in a slash. */
  baseUrl: string;
  /** A page of the list, by its mark. A list may begin at the object named `from`, or before. */
  ask: (http: GuardedHttp, mark?: string, from?: string) => Promise<ObjectPage<ListedObject>>;
};

/** `policy` holds the access to the storage's host. */
export type ObjectOptions = {
  policy: HttpPolicy;
  prefix?: string;
  /** Take names that cannot be printed safely, too; their paths are escaped. */
  anyName?: boolean;
};

/** A prefix that ends at a slash: `photos` never lists `photos-private`. */
export const folderPrefix = (prefix = ''): string =>
  prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;

/** Objects below a prefix of object storage whose files are read as those of a web server. */
export class ObjectSource implements FileSource {
  readonly kind: ObjectStorage;
  readonly description: string;
  readonly #store: ObjectStore;
  readonly #anyName: boolean;
  readonly #http: GuardedHttp;
  readonly #reader: HttpReader;

  constructor(store: ObjectStore, { policy, anyName = false }: ObjectOptions) {
    this.kind = store.kind;
    this.description = store.description;
    this.#store = store;
    this.#anyName = anyName;
    this.#http = new GuardedHttp(policy, systemResolve);
    this.#reader = new HttpReader(policy);
  }

  list(after?: string): AsyncIterable<SourceFile[]> {
    return groupFiles(this.#objects(after));
  }

  async *#objects(after: string | undefined): AsyncGenerator<SourceFile> {
    const from = after === undefined ? undefined : this.#nameOf(after);
    const ask = (mark: string | undefined) => this.#store.ask(this.#http, mark, from);
    for await (const object of objectsInPages(ask, this.#store)) {
      const isNew = from === undefined || comesAfter(object.name, from);
      if (isNew && !isFolderMark(object)) yield this.#listed(object);
    }
  }

  async stat(path: string): Promise<SourceFile | undefined> {
    if (!this.#anyName && unsafePath(path)) return undefined;
    // Escaped bytes that are not UTF-8: no object has them, and a name may look like their escape.
    if (escapePath(unescapePath(path)) !== path) return undefined;
    const url = objectUrl(this.#store.baseUrl, this.#nameOf(path));
    return url === undefined ? undefined : statUrl(this.#reader, url, path);
  }

  async close(): Promise<void> {
    this.#http.close();
    this.#reader.close();
  }

  #nameOf(path: string): string {
    return this.#store.prefix + unescapePath(path);
  }

  #listed({ name, ...facts }: ListedObject): SourceFile {
    const path = name.slice(this.#store.prefix.length);
    const url = objectUrl(this.#store.baseUrl, name);
    const problem = this.#unsafe(path, url) ?? facts.problem;
    return {
      path: escapePath(path),
      location: { kind: 'http', url: url ?? this.#store.baseUrl },
      ...facts,
      ...(problem && { problem }),
    };
  }

  #unsafe(path: string, url: string | undefined): SourceProblem | undefined {
    if (url === undefined)
      return { code: 'UnsafeName', message: 'The name is one that no URL can have.' };
    const unsafe = this.#anyName ? undefined : unsafePath(path);
    return unsafe
      ? { code: 'UnsafeName', message: `The object ${unsafe}. Use --names encode or keep.` }
      : undefined;
  }
}

/** Programs make empty objects to show folders. */
const isFolderMark = ({ name, sizeBytes }: ListedObject): boolean =>
  sizeBytes === 0 && name.endsWith('/');
