import { unsafePath } from '../../../../core/bulk/model/source-path.ts';
import type { SourceFile } from '../../../../core/bulk/model/transfer.ts';
import type { FileSource } from '../../../../core/bulk/ports.ts';
import { InvalidInput } from '../../../../core/errors.ts';
import { allowedUrl, type HttpPolicy, systemResolve } from '../../../aws/http-guard.ts';
import { statUrl, urlBelow } from '../http.ts';
import { HttpReader } from '../http-reader.ts';
import { GuardedHttp } from '../http-request.ts';
import { askListing } from '../object-storage/ask-listing.ts';
import { comesAfter, type ObjectPage, objectsInPages } from '../object-storage/object-pages.ts';
import { type ListedObject, listFields, objectsIn, refusalIn } from './listed-objects.ts';

/** `policy` holds the access to the endpoint's host. */
type Options = { endpoint: string; bucket: string; prefix?: string; policy: HttpPolicy };

/** The most that the JSON API lists at once. */
const pageSize = 1000;

/** The console makes empty objects to show folders. */
const isFolderMark = ({ name, sizeBytes }: ListedObject): boolean =>
  sizeBytes === 0 && name.endsWith('/');

/**
 * Objects below a prefix of a bucket of Google Cloud Storage. The JSON API lists them, because it
 * says their types; the XML API sends them, because only its answers hold their metadata.
 */
export class GoogleSource implements FileSource {
  readonly kind = 'google';
  readonly description: string;
  readonly #endpoint: string;
  readonly #bucket: string;
  readonly #prefix: string;
  readonly #http: GuardedHttp;
  readonly #reader: HttpReader;

  /** Throws `InvalidInput` for an endpoint the policy does not allow. */
  constructor({ endpoint, bucket, prefix = '', policy }: Options) {
    this.#endpoint = allowedUrl(endpoint, policy).href.replace(/\/$/, '');
    this.#bucket = bucket;
    this.#prefix = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
    this.#http = new GuardedHttp(policy, systemResolve);
    this.#reader = new HttpReader(policy);
    this.description = `gs://${bucket}/${this.#prefix}`;
  }

  async *list(after?: string): AsyncGenerator<SourceFile> {
    const listed = { description: this.description, prefix: this.#prefix };
    const ask = (mark: string | undefined) => this.#ask(mark, after);
    for await (const object of objectsInPages(ask, listed)) {
      const path = object.name.slice(this.#prefix.length);
      // The list begins with the offset itself.
      const isNew = after === undefined || comesAfter(path, after);
      if (isNew && !isFolderMark(object)) yield this.#listed(path, object);
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
    return urlBelow(`${this.#endpoint}/${this.#bucket}/`, this.#prefix + path);
  }

  #listed(path: string, { name: _name, ...facts }: ListedObject): SourceFile {
    const unsafe = unsafePath(path);
    return {
      path,
      location: { kind: 'http', url: this.#urlOf(path) },
      ...facts,
      ...(unsafe && { problem: { code: 'UnsafeName', message: `It ${unsafe}.` } }),
    };
  }

  async #ask(
    mark: string | undefined,
    after: string | undefined,
  ): Promise<ObjectPage<ListedObject>> {
    const from = {
      ...(after !== undefined && { startOffset: this.#prefix + after }),
      ...(mark !== undefined && { pageToken: mark }),
    };
    const page = await this.#page(from);
    if (page.items.length >= pageSize && page.next === undefined) await this.#assertEnds(page);
    return page;
  }

  /** Old emulators cut a list off without a mark: read as a whole one, files would be left out. */
  async #assertEnds({ items }: ObjectPage<ListedObject>): Promise<void> {
    const last = items.at(-1)?.name;
    if (last === undefined) return;
    const rest = await this.#page({ startOffset: last });
    if (rest.items.some(({ name }) => comesAfter(name, last)))
      throw new InvalidInput([
        { field: 'source', message: `The list of ${this.description} breaks off after ${last}.` },
      ]);
  }

  #page(from: Record<string, string>): Promise<ObjectPage<ListedObject>> {
    const url = new URL(`${this.#endpoint}/storage/v1/b/${this.#bucket}/o`);
    const asked = {
      maxResults: String(pageSize),
      fields: listFields,
      ...(this.#prefix !== '' && { prefix: this.#prefix }),
      ...from,
    };
    for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
    return askListing(this.#http, {
      url,
      description: this.description,
      read: (text) => objectsIn(text, url.host),
      reasonOf: (_message, text) => refusalIn(text),
    });
  }
}
