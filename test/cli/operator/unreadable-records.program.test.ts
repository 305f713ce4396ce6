import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Postgres, startPostgres } from '../../postgres/start-postgres.ts';
import { Workplace } from '../run-keepsake.ts';
import { StubServer } from '../stub-server.ts';

/** A stage whose one upload was edited by hand, and that stores nothing. */
const server = new StubServer();
const item = { uploadId: { S: 'upl_1' }, status: { S: 'kept by hand' }, sizeBytes: { N: '3' } };
const noVersions = '<ListVersionsResult><IsTruncated>false</IsTruncated></ListVersionsResult>';

let here: Workplace;
let postgres: Postgres;

beforeAll(async () => {
  const endpoint = await server.start();
  server.answer = ({ target }) =>
    target?.endsWith('.Scan') ? { body: { Items: [item] } } : { body: noVersions };
  const names = ['uploads', 'batches', 'orders', 'erasures', 'sessions', 'quotas', 'stats'];
  const tables = Object.fromEntries(names.map((name) => [name, name]));
  const rest = { region: 'eu-west-1', apiUrl: endpoint, adminToken: 'none', filesBucket: 'files' };
  const local = { endpoint, ...rest, categories: {}, tables };
  here = new Workplace({
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'eu-west-1',
  }).files({ '.keepsake/local.json': JSON.stringify(local) });
  postgres = await startPostgres();
});
afterAll(async () => {
  here.remove();
  await Promise.all([postgres.stop(), server.stop()]);
});

const named = { kind: 'unreadable', record: { kind: 'upload', id: 'upl_1' } };

describe('a record that cannot be read', () => {
  it.each([
    ['integrity', { kind: 'summary', unreadable: 1 }],
    ['orphans --apply', { kind: 'summary', unreadable: 1, removed: 0 }],
  ])('is named by keepsake %s, which goes on and ends with 3', async (verb, summary) => {
    const { code, lines } = await here.run(`${verb} --local --json`);
    expect(lines).toMatchObject([named, summary]);
    expect(code).toBe(3);
  });

  it('is named by keepsake export-uploads, which goes on and ends with 3', async () => {
    const { code, lines } = await here.run(`export-uploads ${postgres.url} --local --json`);
    expect(lines).toMatchObject([named, { read: 0, removed: 0, unreadable: 1, done: true }]);
    expect(code).toBe(3);
  });

  it('is told to a person by its id and its fields, without its contents', async () => {
    const { stdout } = await here.run('integrity --local');
    expect(stdout).toMatch(/^record unreadable {2}upload upl_1 {2}.*\bstatus\b/);
    expect(stdout).toContain('1 whose record cannot be read');
    expect(stdout).not.toContain('by hand');
  });
});
