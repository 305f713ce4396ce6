import { createServer, type Server } from 'node:http';
import { makeSampleFiles } from '../../../tools/local/samples/sample-files.ts';
import { hangUp, listen, urlOf } from '../../listening.ts';

type Hosted = { contentType: string; bytes: Buffer };

/** Storage as a browser meets it: files by path, and parts of them for `Range`. */
export class MediaHost {
  readonly files = new Map<string, Hosted>();
  /** The ranges that were asked for, e.g. `bytes=100-`. */
  readonly ranges: string[] = [];
  readonly #server: Server;

  constructor() {
    for (const file of makeSampleFiles()) this.files.set(`/${file.role}`, file);
    this.#server = createServer((request, response) => {
      const file = this.files.get(request.url ?? '');
      if (!file) {
        response.writeHead(404).end();
        return;
      }
      const { contentType, bytes } = file;
      const headers = { 'content-type': contentType, 'accept-ranges': 'bytes' };
      const [, from] = /^bytes=(\d+)-/.exec(request.headers.range ?? '') ?? [];
      if (from === undefined) {
        response.writeHead(200, { ...headers, 'content-length': bytes.length }).end(bytes);
        return;
      }
      this.ranges.push(`${request.headers.range}`);
      const part = bytes.subarray(Number(from));
      const range = `bytes ${from}-${bytes.length - 1}/${bytes.length}`;
      response
        .writeHead(206, { ...headers, 'content-range': range, 'content-length': part.length })
        .end(part);
    });
  }

  async start(): Promise<this> {
    await listen(this.#server);
    return this;
  }

  async stop(): Promise<void> {
    await hangUp(this.#server);
  }

  get url(): string {
    return urlOf(this.#server);
  }
}
