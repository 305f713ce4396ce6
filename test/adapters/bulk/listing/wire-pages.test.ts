import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { listByWire } from '../../../../adapters/bulk/listing/wire-pages.ts';
import { placeAt } from '../../../../adapters/bulk/transfer/s3/s3-place.ts';

type Answer = { status: number; body: string };

const list = (keys: readonly string[], next?: string): Answer => ({
  status: 200,
  body:
    `<R><IsTruncated>${next !== undefined}</IsTruncated>` +
    (next === undefined ? '' : `<NextContinuationToken>${next}</NextContinuationToken>`) +
    keys.map((key) => `<Contents><Key>${key}</Key><Size>1</Size></Contents>`).join('') +
    '</R>',
});

const refused = (status: number, code: string): Answer => ({
  status,
  body: `<Error><Code>${code}</Code><Message>No.</Message></Error>`,
});

describe('a listing by requests of our own', () => {
  let server: Server;
  let answers: Answer[] = [];
  let asked: URLSearchParams[] = [];
  let keys: string[] = [];

  beforeEach(async () => {
    [answers, asked, keys] = [[], [], []];
    server = createServer((request, response) => {
      asked.push(new URL(request.url ?? '/', 'http://server').searchParams);
      keys.push(/Credential=(\w+)/.exec(request.headers.authorization ?? '')?.[1] ?? 'none');
      const { status, body } = answers.shift() ?? refused(400, 'Unexpected');
      response.writeHead(status).end(body);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const pages = (after?: string) => {
    let signings = 0;
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const credentials = async () => {
      signings += 1;
      return { accessKeyId: `key${signings}`, secretAccessKey: 'secret' };
    };
    const place = placeAt({ endpoint, region: 'us-east-1' });
    return listByWire({ place, credentials }, { bucket: 'b', prefix: 'p/', after });
  };

  const keysOf = async (after?: string): Promise<string[]> => {
    const found: string[] = [];
    for await (const page of pages(after)) found.push(...page.map(({ key }) => key));
    return found;
  };

  it('goes from page to page', async () => {
    answers = [list(['p/a', 'p/b'], 'more+/='), list(['p/c'])];
    expect(await keysOf('p/A')).toEqual(['p/a', 'p/b', 'p/c']);
    expect(asked.map((query) => Object.fromEntries(query))).toEqual([
      { 'list-type': '2', prefix: 'p/', 'encoding-type': 'url', 'start-after': 'p/A' },
      { 'list-type': '2', prefix: 'p/', 'encoding-type': 'url', 'continuation-token': 'more+/=' },
    ]);
  });

  it('asks again after an error that may pass, and with new credentials when these ended', async () => {
    answers = [refused(500, 'InternalError'), refused(400, 'ExpiredToken'), list(['p/a'])];
    expect(await keysOf()).toEqual(['p/a']);
    expect(keys).toEqual(['key1', 'key1', 'key2']);
  });

  it('says what S3 says when it refuses', async () => {
    answers = [refused(403, 'AccessDenied')];
    await expect(keysOf()).rejects.toMatchObject({ name: 'AccessDenied' });
    expect(asked).toHaveLength(1);
  });

  it('takes no other page of 200 for an empty list', async () => {
    answers = [{ status: 200, body: '<html>Sign in</html>' }];
    await expect(keysOf()).rejects.toMatchObject({ name: 'TransientFault' });
  });

  it('drops an error of the next page when it is not wanted any more', async () => {
    answers = [list(['p/a'], 'more'), refused(403, 'AccessDenied')];
    for await (const page of pages()) {
      expect(page).toHaveLength(1);
      break;
    }
  });

  it('throws an error of the next page when its turn comes', async () => {
    answers = [list(['p/a'], 'more'), refused(403, 'AccessDenied')];
    await expect(keysOf()).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});
