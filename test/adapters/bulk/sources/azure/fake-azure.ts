import type { IncomingMessage, ServerResponse } from 'node:http';
import { type FileServer, startFileServer } from '../file-server.ts';

/** The parameters of a SAS that the fake takes. */
export const sas = { sv: '2021-12-02', sig: 'c2VjcmV0' };

type Held = { text: string; properties?: string };

/** A container that answers as Azure Blob Storage: two blobs a page, and only to a SAS. */
export class FakeAzure {
  readonly blobs = new Map<string, Held>();
  readonly #server: FileServer;
  /** Statuses of the next requests, before anything else. */
  readonly failures: number[] = [];
  order: (names: string[]) => string[] = (names) =>
    names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

  private constructor(server: FileServer) {
    this.#server = server;
    server.handle((request, response) => this.#answer(request, response));
  }

  static async start(): Promise<FakeAzure> {
    return new FakeAzure(await startFileServer());
  }

  get host(): string {
    return this.#server.host;
  }

  /** The account's endpoint, as Azurite has it. */
  get endpoint(): string {
    return `http://${this.host}/account`;
  }

  put(name: string, text: string, properties = ''): void {
    this.blobs.set(name, { text, properties });
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.endpoint);
    const failure = this.failures.shift();
    if (failure !== undefined) response.writeHead(failure).end();
    else if (Object.entries(sas).some(([name, value]) => url.searchParams.get(name) !== value))
      response.writeHead(403, { 'x-ms-error-code': 'AuthenticationFailed' }).end();
    else if (url.searchParams.get('comp') === 'list') this.#list(url, response);
    else this.#read(decodeURIComponent(url.pathname.slice('/account/media/'.length)), response);
  }

  #list({ searchParams }: URL, response: ServerResponse): void {
    const prefix = searchParams.get('prefix') ?? '';
    const names = this.order([...this.blobs.keys()].filter((name) => name.startsWith(prefix)));
    const start = Number(searchParams.get('marker') ?? 0);
    const next = start + 2 < names.length ? start + 2 : '';
    const blobs = names.slice(start, start + 2).map((name) => this.#described(name));
    response.end(
      `<?xml version="1.0"?><EnumerationResults><Blobs>${blobs.join('')}</Blobs>` +
        `<NextMarker>${next}</NextMarker></EnumerationResults>`,
    );
  }

  #described(name: string): string {
    const { text = '', properties = '' } = this.blobs.get(name) ?? {};
    const shown = name.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    return `<Blob><Name>${shown}</Name><Properties><Content-Length>${Buffer.byteLength(text)}</Content-Length><Etag>0x1</Etag><Last-Modified>Tue, 01 Jan 2019 00:00:00 GMT</Last-Modified><Content-Type>image/jpeg</Content-Type>${properties}</Properties></Blob>`;
  }

  #read(name: string, response: ServerResponse): void {
    const held = this.blobs.get(name);
    if (!held) return void response.writeHead(404).end();
    const bytes = Buffer.from(held.text);
    response.writeHead(200, { etag: '"0x1"', 'content-length': bytes.length }).end(bytes);
  }
}
