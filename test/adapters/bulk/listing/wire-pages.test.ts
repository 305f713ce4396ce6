import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { listByWire } from '../../../../adapters/bulk/listing/wire-pages.ts';
import { placeAt } from '../../../../adapters/bulk/transfer/s3/s3-place.ts';
import { listen, urlOf } from '../../../listening.ts';

/**
 * `cut`: only so much of the body comes, and the connection ends. `after`: the answer is held back.
 */
type Answer = { status: number; body: string; cut?: number; after?: Promise<void> };

const list = (keys: readonly string[], next?: string): Answer => ({
  status: 200,
  body:
    `<ListBucketResult><IsTruncated>${next !== undefined}</IsTruncated>` +
    (next === undefined ? '' : `<NextContinuationToken>${next}</NextContinuationToken>`) +
    keys.map((key) => `<Contents><Key>${key}</Key><Size>1</Size></Contents>`).join('') +
    '</ListBucketResult>',
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
    server = createServer(async (request, response) => {
      asked.push(new URL(request.url ?? '/', 'http://server').searchParams);
      keys.push(/Credential=(\w+)/.exec(request.headers.authorization ?? '')?.[1] ?? 'none');
      const { status, body, cut, after } = answers.shift() ?? refused(400, 'Unexpected');
      await after;
      if (cut === undefined) response.writeHead(status).end(body);
      else response.socket?.end(`HTTP/1.1 ${status} OK\r\n\r\n${body.slice(0, cut)}`);
    });
    await listen(server);
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const pages = (after?: string) => {
    let signings = 0;
    const endpoint = urlOf(server);
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
    answers = Array(3).fill({ status: 200, body: '<html>Sign in</html>' });
    await expect(keysOf()).rejects.toMatchObject({ name: 'TransientFault' });
  });

  it('asks again after a list that was cut, where the end of a connection ends an answer', async () => {
    const whole = list(['p/a', 'p/b']);
    answers = [{ ...whole, cut: whole.body.indexOf('<Contents><Key>p/b') }, whole];
    expect(await keysOf()).toEqual(['p/a', 'p/b']);
  });

  it('asks no more for a page that is not wanted any more', async () => {
    const random = jest.spyOn(Math, 'random').mockReturnValue(0);
    const { promise: after, resolve: answer } = Promise.withResolvers<void>();
    answers = [list(['p/a'], 'more'), { ...refused(500, 'InternalError'), after }];
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
    server.on('request', () => asked.length === 2 && arrive());
    const listing = pages();
    await listing.next();
    await arrived;
    await listing.return(undefined);
    answer();
    // A second try without a pause would come long before the end of these.
    for (let turn = 0; turn < 20; turn += 1) await keysOf().catch(() => undefined);
    expect(asked.filter((query) => query.has('continuation-token'))).toHaveLength(1);
    random.mockRestore();
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
