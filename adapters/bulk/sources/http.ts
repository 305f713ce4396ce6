import type { ManifestEntry } from '../../../core/bulk/model/manifest.ts';
import { unsafePath } from '../../../core/bulk/model/source-path.ts';
import type { SourceFile } from '../../../core/bulk/model/transfer.ts';
import type { FileSource } from '../../../core/bulk/ports.ts';
import { InvalidInput, KeepsakeError } from '../../../core/errors.ts';
import { allowedUrl, type HttpPolicy, type Resolve, systemResolve } from '../../aws/http-guard.ts';
import { groupFiles } from './group-files.ts';
import { HttpReader } from './http-reader.ts';
import { Manifest } from './manifest/manifest.ts';
import type { ManifestLimits } from './manifest/manifest-lines.ts';
import { SourceRefused } from './source-refused.ts';

type Options = {
  baseUrl: string;
  manifest: string;
  policy: HttpPolicy;
  limits?: Partial<ManifestLimits>;
  resolve?: Resolve;
};

/** The URL of a plain-text path below a base that ends in `/`; every path is escaped. */
export const urlBelow = (baseUrl: string, path: string): string =>
  baseUrl + path.split('/').map(encodeURIComponent).join('/');

/** A URL that paths can be put behind. Throws `InvalidInput`. */
export const asBaseUrl = (text: string, policy: HttpPolicy): string => {
  const url = allowedUrl(text, policy);
  if (url.search !== '' || url.hash !== '')
    throw InvalidInput.of('source', 'A base URL has no query and no fragment.');
  return url.href.endsWith('/') ? url.href : `${url.href}/`;
};

/**
 * A server's facts about one file now; `undefined` if the server has no such file. A refusal
 * becomes the file's problem. Throws `TransientFault`.
 */
export async function statUrl(
  reader: HttpReader,
  url: string,
  path: string,
): Promise<SourceFile | undefined> {
  const location = { kind: 'http' as const, url };
  try {
    const { sizeBytes, etag, modifiedAt, contentType } = await reader.head(url);
    const facts = Object.entries({ sizeBytes, etag, modifiedAt, contentType }).filter(
      ([, value]) => value !== undefined,
    );
    return { path, location, ...Object.fromEntries(facts) };
  } catch (error) {
    if (!(error instanceof KeepsakeError) || error.retryable) throw error;
    if (error instanceof SourceRefused) throw error;
    return error.name === 'SourceMissing'
      ? undefined
      : { path, location, problem: { code: 'Unreadable', message: error.message } };
  }
}

/** Files of an HTTP server, named by a manifest. */
export class HttpSource implements FileSource {
  readonly kind = 'http';
  readonly description: string;
  readonly #base: string;
  readonly #manifest: Manifest;
  readonly #reader: HttpReader;

  /** Throws `InvalidInput` for a base URL the policy does not allow. */
  constructor({ baseUrl, manifest, policy, limits, resolve = systemResolve }: Options) {
    this.#base = asBaseUrl(baseUrl, policy);
    this.description = this.#base;
    this.#manifest = new Manifest(manifest, limits);
    this.#reader = new HttpReader(policy, resolve);
  }

  list(after?: string): AsyncIterable<SourceFile[]> {
    return groupFiles(this.#readFiles(after));
  }

  async stat(path: string): Promise<SourceFile | undefined> {
    return unsafePath(path) ? undefined : statUrl(this.#reader, urlBelow(this.#base, path), path);
  }

  async close(): Promise<void> {
    this.#reader.close();
    await this.#manifest.close();
  }

  async *#readFiles(after: string | undefined): AsyncGenerator<SourceFile> {
    for await (const entry of this.#manifest.entries(after)) yield this.#fileOf(entry);
  }

  #fileOf({ path, size, sha256, contentType, owner, partner }: ManifestEntry): SourceFile {
    return {
      path,
      location: { kind: 'http', url: urlBelow(this.#base, path) },
      ...(size !== undefined && { sizeBytes: size }),
      ...(sha256 !== undefined && { sha256 }),
      ...(contentType !== undefined && { contentType }),
      ...(owner !== undefined && { ownerId: owner }),
      ...(partner !== undefined && { partnerId: partner }),
    };
  }
}
