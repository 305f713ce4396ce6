import type { IncomingMessage } from 'node:http';
import { InvalidInput, type KeepsakeError, TransientFault } from '../../../core/errors.ts';
import { rangeText } from '../../aws/byte-range.ts';
import { type HttpPolicy, type Resolve, systemResolve } from '../../aws/http-guard.ts';
import { changedFile, type HttpFacts, readAnswer } from './http-answer.ts';
import { pacedBody } from './http-body.ts';
import { connectionFault, GuardedHttp } from './http-request.ts';
import { type ObjectStorage, versionCondition } from './object-storage/object-facts.ts';

/**
 * Bytes of a file; `end` is the last one, as in HTTP. With an `etag`, a file that has another one
 * by now is `SourceChanged`.
 */
export type HttpRange = { start: number; end?: number; etag?: string };

/**
 * A file being read: the server's facts, and its bytes, which can be read once. A caller that does
 * not read to the end calls `cancel`.
 */
export type OpenedHttp = HttpFacts & { body: AsyncGenerator<Buffer>; cancel: () => void };

/** How many broken connections one file is worth before it is left to the caller's retries. */
const maxResumes = 5;

/** S3's largest object. */
const defaultMaxBytes = 5 * 1024 ** 4;

type Reading = {
  url: string;
  host: string;
  facts: HttpFacts;
  range: HttpRange;
  message: IncomingMessage;
  cancelled: boolean;
};

/**
 * Reads files of allowed HTTP servers. The options are plain data, so every thread can make a
 * reader. After a broken connection, the reader continues where the connection broke.
 */
export class HttpReader {
  readonly #http: GuardedHttp;

  constructor(policy: HttpPolicy, resolve: Resolve = systemResolve) {
    this.#http = new GuardedHttp(policy, resolve);
  }

  /**
   * The server's facts without the file. There is no size or date if the server does not
   * support HEAD. Throws like `open`.
   */
  async head(url: string): Promise<HttpFacts> {
    const message = await this.#http.ask({ method: 'HEAD', url });
    message.resume();
    const unknown = message.statusCode === 405 || message.statusCode === 501;
    if (unknown) return { ranges: false };
    const { host } = new URL(url);
    return readAnswer(message, host, { storage: this.#storageAt(host) });
  }

  /**
   * Opens a file, or a part of it. Throws `SourceMissing`, `SourceChanged`, `InvalidInput`,
   * `TransientFault`, and so does its body.
   */
  async open(url: string, range?: HttpRange): Promise<OpenedHttp> {
    const { host } = new URL(url);
    const { message, facts } = await this.#get(url, range, range?.etag);
    if (range?.etag !== undefined && range.etag !== facts.etag) {
      message.destroy();
      throw changedFile(host);
    }
    const reading = { url, host, facts, range: range ?? { start: 0 }, message, cancelled: false };
    const cancel = (): void => {
      reading.cancelled = true;
      reading.message.destroy();
    };
    return { ...facts, body: this.#body(reading), cancel };
  }

  close(): void {
    this.#http.close();
  }

  async #get(
    url: string,
    range?: HttpRange,
    validator?: string,
  ): Promise<{ message: IncomingMessage; facts: HttpFacts }> {
    const { host } = new URL(url);
    const storage = this.#storageAt(host);
    const headers = {
      ...(range && { range: rangeText(range.start, range.end) }),
      // A weak ETag cannot be a condition, so the ETag of the answer is compared instead.
      ...(range &&
        validator !== undefined &&
        !validator.startsWith('W/') &&
        versionCondition(storage, validator)),
    };
    const message = await this.#http.ask({ method: 'GET', url, headers });
    try {
      const facts = readAnswer(message, host, {
        start: range?.start,
        pinned: validator !== undefined,
        storage,
      });
      this.#limit(host, facts.sizeBytes ?? 0);
      return { message, facts };
    } catch (error) {
      message.destroy();
      throw error;
    }
  }

  #storageAt(host: string): ObjectStorage | undefined {
    return this.#http.policy.access?.[host]?.storage;
  }

  async *#body(reading: Reading): AsyncGenerator<Buffer> {
    const { host, range } = reading;
    let position = range.start;
    for (let resumes = 0; ; resumes += 1) {
      try {
        for await (const piece of pacedBody(reading.message, host, this.#http.policy)) {
          position += piece.length;
          this.#limit(host, position - range.start);
          yield piece;
        }
        return assertComplete(reading, position);
      } catch (error) {
        if (reading.cancelled) return;
        reading.message = await this.#resume(reading, position, {
          error: connectionFault(host, error),
          resumes,
        });
      }
    }
  }

  /** The rest of the same file, or the error when there is no getting on. */
  async #resume(
    reading: Reading,
    position: number,
    { error, resumes }: { error: KeepsakeError; resumes: number },
  ): Promise<IncomingMessage> {
    const { url, host, facts, range } = reading;
    if (!error.retryable || !facts.ranges || facts.validator === undefined || resumes >= maxResumes)
      throw error;
    const rest = { start: position, ...(range.end !== undefined && { end: range.end }) };
    const again = await this.#get(url, rest, facts.validator);
    if (again.facts.validator === facts.validator && again.facts.sizeBytes === facts.sizeBytes)
      return again.message;
    again.message.destroy();
    throw changedFile(host);
  }

  #limit(host: string, bytes: number): void {
    const max = this.#http.policy.maxBytes ?? defaultMaxBytes;
    if (bytes > max)
      throw InvalidInput.of('url', `${host} sends more than the ${max} bytes a file may have.`);
  }
}

const assertComplete = ({ host, facts, range }: Reading, position: number): void => {
  const { sizeBytes } = facts;
  if (sizeBytes === undefined) return;
  const expected = Math.min(sizeBytes, range.end === undefined ? sizeBytes : range.end + 1);
  if (position !== expected)
    throw new TransientFault(
      `${host} sent ${position - range.start} bytes and had announced ` +
        `${expected - range.start}. Try again later.`,
    );
};
