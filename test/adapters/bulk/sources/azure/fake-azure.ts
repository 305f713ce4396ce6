import type { IncomingMessage, ServerResponse } from 'node:http';
import { FakeObjectStorage } from '../fake-object-storage.ts';

/** The parameters of a SAS that the fake takes. */
export const sas = { sv: '2021-12-02', sig: 'c2VjcmV0' };

type Held = { text: string; properties?: string };

/** Characters that XML cannot write are percent-encoded, and with them the whole name. */
const nameElement = (name: string): string =>
  /[^\P{Cc}\t\n\r]|[\ufffe\uffff]/u.test(name)
    ? `<Name Encoded="true">${encodeURIComponent(name)}</Name>`
    : `<Name>${name.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', '&#xA;')}</Name>`;

/** A container that answers as Azure Blob Storage, and only to a SAS. */
export class FakeAzure extends FakeObjectStorage {
  readonly blobs = new Map<string, Held>();
  /** Whether the SAS is taken. */
  takesSas = true;

  static async start(): Promise<FakeAzure> {
    return new FakeAzure(await FakeObjectStorage.server());
  }

  /** The account's endpoint, as Azurite has it. */
  get endpoint(): string {
    return `http://${this.host}/account`;
  }

  put(name: string, text: string, properties = ''): void {
    this.blobs.set(name, { text, properties });
  }

  protected answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.endpoint);
    const given = Object.entries(sas).every(
      ([name, value]) => url.searchParams.get(name) === value,
    );
    if (!given || !this.takesSas)
      response.writeHead(403, { 'x-ms-error-code': 'AuthenticationFailed' }).end();
    else if (url.searchParams.get('comp') === 'list') this.#list(url, response);
    else this.#read(decodeURIComponent(url.pathname.slice('/account/media/'.length)), response);
  }

  #list({ searchParams }: URL, response: ServerResponse): void {
    const prefix = searchParams.get('prefix') ?? '';
    const found = [...this.blobs.keys()].filter((name) => name.startsWith(prefix));
    const { names, next = '' } = this.page(found, searchParams.get('marker'));
    const blobs = names.map((name) => this.#described(name));
    response.end(
      `<?xml version="1.0"?><EnumerationResults><Blobs>${blobs.join('')}</Blobs>` +
        `<NextMarker>${next}</NextMarker></EnumerationResults>`,
    );
  }

  #described(name: string): string {
    const { text = '', properties = '' } = this.blobs.get(name) ?? {};
    return `<Blob>${nameElement(name)}<Properties><Content-Length>${Buffer.byteLength(text)}</Content-Length><Etag>0x1</Etag><Last-Modified>Tue, 01 Jan 2019 00:00:00 GMT</Last-Modified><Content-Type>image/jpeg</Content-Type>${properties}</Properties></Blob>`;
  }

  #read(name: string, response: ServerResponse): void {
    const held = this.blobs.get(name);
    if (!held) return void response.writeHead(404).end();
    this.onRead(name, response);
    const bytes = Buffer.from(held.text);
    response.writeHead(200, { etag: '"0x1"', 'content-length': bytes.length }).end(bytes);
  }
}
