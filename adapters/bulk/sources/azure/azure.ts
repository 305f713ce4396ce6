import { setTimeout as sleep } from 'node:timers/promises';
import { unsafePath } from '../../../../core/bulk/model/source-path.ts';
import type { SourceFile, SourceProblem } from '../../../../core/bulk/model/transfer.ts';
import type { FileSource } from '../../../../core/bulk/ports.ts';
import { InvalidInput, TransientFault } from '../../../../core/errors.ts';
import { allowedUrl, type HttpPolicy, systemResolve } from '../../../aws/http-guard.ts';
import { retrying } from '../../transfer/engine/retrying.ts';
import { statUrl, urlBelow } from '../http.ts';
import { HttpReader } from '../http-reader.ts';
import { GuardedHttp } from '../http-request.ts';
import { type Blob, blobsIn, isListing } from './listed-blobs.ts';

/** `endpoint`: the account's, without a slash at its end. `policy` holds the access to its host. */
type Options = { endpoint: string; container: string; prefix?: string; policy: HttpPolicy };

/** The most that List Blobs answers at once. */
const pageSize = 5000;

/** A page of 5,000 blobs with names of 1,024 characters. */
const maxListingBytes = 64 * 1024 * 1024;

const retries = { retries: 3, random: Math.random, sleep: async (ms: number) => sleep(ms) };

const refuse = (message: string): InvalidInput => new InvalidInput([{ field: 'source', message }]);

const comesAfter = (name: string, other: string): boolean =>
  Buffer.compare(Buffer.from(name), Buffer.from(other)) > 0;

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
    let last = '';
    for await (const blob of this.#blobs()) {
      // A hierarchical namespace has another order: nothing could be listed on, or compared.
      if (last !== '' && !comesAfter(blob.name, last))
        throw refuse(`${this.description} does not list in byte order, which is not supported.`);
      if (!blob.name.startsWith(this.#prefix))
        throw refuse(`${this.description} lists ${blob.name}, which is not below it.`);
      last = blob.name;
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

  async *#blobs(): AsyncGenerator<Blob> {
    let marker: string | undefined;
    do {
      const page = blobsIn(await retrying(retries, () => this.#ask(marker)));
      yield* page.blobs;
      if (marker !== undefined && marker === page.next)
        throw refuse(`${this.description} lists in a circle: a page of it came twice.`);
      marker = page.next;
    } while (marker !== undefined);
  }

  async #ask(marker: string | undefined): Promise<string> {
    const url = new URL(this.#container);
    const parameters = { restype: 'container', comp: 'list', maxresults: String(pageSize) };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    if (this.#prefix !== '') url.searchParams.set('prefix', this.#prefix);
    if (marker !== undefined) url.searchParams.set('marker', marker);
    const message = await this.#http.ask({ method: 'GET', url: url.href });
    const pieces: Buffer[] = [];
    let bytes = 0;
    for await (const piece of message as AsyncIterable<Buffer>) {
      bytes += piece.length;
      if (bytes > maxListingBytes) throw refuse(`${url.host} sends too long a listing.`);
      pieces.push(piece);
    }
    const text = Buffer.concat(pieces).toString();
    if (message.statusCode === 200) {
      if (isListing(text)) return text;
      throw new TransientFault(`${url.host} answered with no list of blobs. Try again later.`);
    }
    const why = message.headers['x-ms-error-code'] ?? message.statusCode;
    const problem = `Could not list ${this.description} (${why}).`;
    if ((message.statusCode ?? 0) >= 500 || message.statusCode === 429)
      throw new TransientFault(`${problem} Try again later.`);
    throw refuse(problem);
  }
}
