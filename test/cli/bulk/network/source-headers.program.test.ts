import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type FileServer,
  serving,
  startFileServer,
} from '../../../adapters/bulk/sources/file-server.ts';
import { type Postgres, startPostgres } from '../../../postgres/start-postgres.ts';
import { FakeStorage } from '../fake-storage.ts';

let server: FileServer;
let storage: FakeStorage;
let postgres: Postgres;

const photos = new Map([
  ['a.jpg', Buffer.from('A')],
  ['b.jpg', Buffer.from('B')],
]);

beforeAll(async () => {
  [server, storage, postgres] = await Promise.all([
    startFileServer(),
    FakeStorage.start(),
    startPostgres(),
  ]);
  const files = serving(photos, '/media/');
  server.handle((request, response) => {
    const { authorization, cookie } = request.headers;
    if (authorization === 'Basic Ym9iOnMzY3JldA==' && cookie === 'sessionid=abc')
      files(request, response);
    else response.writeHead(403).end();
  });
  storage.here.files({ 'files.csv': 'path\na.jpg\nb.jpg\n' });
  await postgres.query('CREATE TABLE photos (id integer PRIMARY KEY, image text)');
  await postgres.query(`INSERT INTO photos VALUES (1, 'a.jpg'), (2, '${server.url}media/b.jpg')`);
});

beforeEach(() => {
  server.requests.splice(0);
});

afterAll(async () => {
  await Promise.all([server.stop(), storage.stop(), postgres.stop()]);
});

const headers = 'Authorization: Basic Ym9iOnMzY3JldA==\nCookie: sessionid=abc';

const run = (words: string, text = headers) =>
  storage.here.run(`migrate ${words}`, { KEEPSAKE_SOURCE_HEADERS: text });

describe('KEEPSAKE_SOURCE_HEADERS=… keepsake migrate', () => {
  it('reads files of a web server that wants Basic authentication and a cookie', async () => {
    const words = `${server.url}media/ --manifest files.csv --allow-private --to s3://bucket/web`;
    const { code, stdout } = await run(`${words} --json`);
    expect([code, storage.objects]).toEqual([0, { 'web/a.jpg': 'A', 'web/b.jpg': 'B' }]);
    expect(stdout).not.toMatch(/Basic|sessionid/);
  });

  it('reads files of a media endpoint that rows name below --root', async () => {
    const { code } = await run(
      `${postgres.url} --table photos --column image --root ${server.url}media/ --allow-private ` +
        '--to s3://bucket/rows',
    );
    expect([code, storage.objects['rows/1/a.jpg']]).toEqual([0, 'A']);
  });

  it('sends them to no other host', async () => {
    const other = `--allow-host 127.0.0.1:${server.port}`;
    const { code } = await run(
      `${postgres.url} --table photos --column image --root http://localhost:${server.port}/media/ ` +
        `--allow-private ${other} --to s3://bucket/other`,
    );
    const sent = server.requests
      .filter((request) => request.headers.host?.startsWith('127.'))
      .map((request) => request.headers.authorization);
    expect([code, new Set(sent)]).toEqual([3, new Set([undefined])]);
  });

  it.each([
    ['over http to a public host', 'http://old.example.com/media/', headers, 'over https only'],
    ['of no header', 'https://old.example.com/', 's3cret', 'Line 1 of KEEPSAKE_SOURCE_HEADERS'],
  ])('is refused %s, and repeats no secret', async (_what, url, text, message) => {
    const { code, stderr } = await run(`${url} --manifest files.csv --to s3://bucket/x`, text);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(stderr).not.toMatch(/s3cret|Ym9i/);
  });
});
