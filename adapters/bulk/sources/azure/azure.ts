import { unsafePath } from '../../../../core/bulk/model/source-path.ts';
import type { SourceFile, SourceProblem } from '../../../../core/bulk/model/transfer.ts';
import type { FileSource } from '../../../../core/bulk/ports.ts';
import { allowedUrl, type HttpPolicy, systemResolve } from '../../../aws/http-guard.ts';
import { statUrl, urlBelow } from '../http.ts';
import { HttpReader } from '../http-reader.ts';
import { GuardedHttp } from '../http-request.ts';
import { askListing } from '../object-storage/ask-listing.ts';
import { comesAfter, type ObjectPage, objectsInPages } from '../object-storage/object-pages.ts';
import { type Blob, blobsIn } from './listed-blobs.ts';

/** `endpoint`: the account's, without a slash at its end. `policy` holds the access to its host. */
type Options = { endpoint: string; container: string; prefix?: string; policy: HttpPolicy };

/** The most that List Blobs answers at once. */
const pageSize = 5000;

const problemOf = (path: string, { isArchived }: Blob): SourceProblem | undefined => {
  const unsafe = unsafePath(path);
  if (unsafe) return { code: 'UnsafeName', message: `It ${unsafe}.` };
  return isArchived
    ? { code: 'Archived', message: 'It is in the archive tier. Rehydrate it, then run again.' }
    : undefined;
};

/** Blobs below a prefix of a container of Azure Blob Storage, read by a SAS. */
export class AzureSource implements FileSource {
  readonly kind = 'azure';
  readonly description: string;
  readonly #container: string;
  readonly #prefix: string;
  readonly #http: GuardedHttp;
  readonly #reader: HttpReader;

  /** Throws `InvalidInput` for an endpoint the policy does not allow. */
  constructor({ endpoint, container, prefix = '', policy }: Options) {
    this.#container = `${allowedUrl(endpoint, policy).href.replace(/\/$/, '')}/${container}`;
    this.#prefix = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
    this.#http = new GuardedHttp(policy, systemResolve);
    this.#reader = new HttpReader(policy);
    this.description = `${this.#container}/${this.#prefix}`;
  }

  /** Azure lists on after a mark of its own only: after a path, the pages before are read again. */
  async *list(after?: string): AsyncGenerator<SourceFile> {
    const listed = { description: this.description, prefix: this.#prefix };
    for await (const blob of objectsInPages((mark) => this.#ask(mark), listed)) {
      const path = blob.name.slice(this.#prefix.length);
      if (after === undefined || comesAfter(path, after)) yield this.#listed(path, blob);
    }
  }

  async stat(path: string): Promise<SourceFile | undefined> {
    return unsafePath(path) ? undefined : statUrl(this.#reader, this.#urlOf(path), path);
  }

  async close(): Promise<void> {
    this.#http.close();
    this.#reader.close();
  }

  #urlOf(path: string): string {
    return urlBelow(`${this.#container}/`, this.#prefix + path);
  }

  #listed(path: string, blob: Blob): SourceFile {
    const { name: _name, isArchived: _isArchived, ...facts } = blob;
    const problem = problemOf(path, blob);
    return {
      path,
      location: { kind: 'http', url: this.#urlOf(path) },
      ...facts,
      ...(problem && { problem }),
    };
  }

  #ask(mark: string | undefined): Promise<ObjectPage<Blob>> {
    const url = new URL(this.#container);
    const parameters = {
      restype: 'container',
      comp: 'list',
      maxresults: String(pageSize),
      ...(this.#prefix !== '' && { prefix: this.#prefix }),
      ...(mark !== undefined && { marker: mark }),
    };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    return askListing(this.#http, {
      url,
      description: this.description,
      read: (text) => blobsIn(text, url.host),
      reasonOf: ({ headers }) => headers['x-ms-error-code']?.toString(),
    });
  }
}
