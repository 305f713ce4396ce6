import { Readable } from 'node:stream';

/** A request as it would have gone over the wire. */
export type Sent = {
  method: string;
  path: string;
  query: Record<string, unknown>;
  headers: Record<string, string>;
  body: string;
};

/** The stub's reaction: an answer, or a broken socket. */
export type Answer = { status?: number; headers?: Record<string, string>; body?: string } | Error;

/** Ends a connection the way Node reports it. */
export const connectionReset = (): Error =>
  Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

/** An S3 error document. */
export const s3Error = (status: number, code: string): Answer => ({
  status,
  body: `<Error><Code>${code}</Code><Message>no</Message></Error>`,
});

/** An error of a JSON service; `more` are its further members. */
export const jsonError = (
  status: number,
  type: string,
  more: Record<string, unknown> = {},
): Answer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': type },
  body: JSON.stringify({ __type: type, message: 'no', ...more }),
});

/** An answer of a JSON service. */
export const json = (value: unknown): Answer => ({
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify(value),
});

/**
 * Stands in for the network of an SDK client: `answer` sees every attempt, also the SDK's own
 * retries.
 */
export class StubHandler {
  readonly sent: Sent[] = [];
  readonly metadata = { handlerProtocol: 'h1' };
  readonly #answer: (request: Sent, attempt: number) => Answer;

  constructor(answer: (request: Sent, attempt: number) => Answer) {
    this.#answer = answer;
  }

  async handle(
    request: Omit<Sent, 'body'> & { body?: unknown },
  ): Promise<{ response: { statusCode: number; headers: object; body: unknown } }> {
    const { method, path, query, headers } = request;
    const sent = { method, path, query, headers, body: textOf(request.body) };
    this.sent.push(sent);
    const answer = this.#answer(sent, this.sent.length);
    if (answer instanceof Error) throw answer;
    return {
      response: {
        statusCode: answer.status ?? 200,
        headers: answer.headers ?? {},
        body: Readable.from([Buffer.from(answer.body ?? '')]),
      },
    };
  }

  /** Of the only request there was. */
  get only(): Sent {
    const [first, ...rest] = this.sent;
    if (!first || rest.length > 0) throw new Error(`expected one request, got ${this.sent.length}`);
    return first;
  }
}

/** Not `instanceof`: jest's Uint8Array is not Node's. */
const textOf = (body: unknown): string =>
  ArrayBuffer.isView(body)
    ? Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString()
    : String(body ?? '');

/** Client settings that never reach a network. */
export const offline = (requestHandler: StubHandler) => ({
  region: 'eu-central-1',
  endpoint: 'http://stub.test',
  credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret' },
  requestHandler: requestHandler as never,
});
