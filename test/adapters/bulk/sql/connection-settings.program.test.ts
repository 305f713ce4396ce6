import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectionSettingsOf } from '../../../../adapters/bulk/sql/connection-settings.ts';
import { Database } from '../../../../adapters/bulk/sql/database.ts';
import { type Postgres, startPostgres } from '../../../postgres/start-postgres.ts';

const at = (query: string): string => `postgres://app@db.example.com/shop?${query}`;
const settings = (query: string, env: NodeJS.ProcessEnv = {}) =>
  connectionSettingsOf(at(query), 'db.example.com', env);

describe('a parameter of a URL', () => {
  it.each([
    ['channel_binding=disable', { channelBinding: 'disable' }],
    ['channel_binding=require&sslmode=require', { channelBinding: 'require' }],
    ['connect_timeout=3', { connectTimeoutMs: 3000 }],
    ['connect_timeout=0', { connectTimeoutMs: 0 }],
    ['target_session_attrs=read-write', { sessionAttributes: 'read-write' }],
    ['keepalives=0', { keepAlive: false }],
    ['keepalives_idle=30', { keepAlive: true, keepAliveIdleMs: 30_000 }],
    ['', { channelBinding: 'prefer', connectTimeoutMs: 10_000, sessionAttributes: 'any' }],
  ])('is honoured: %s', (query, expected) => {
    expect(settings(query)).toMatchObject(expected);
  });

  it.each([
    'application_name=nightly',
    'options=-c%20statement_timeout%3D5000',
    'gssencmode=prefer',
    'client_encoding=UTF8',
    'sslmode=require&sslrootcert=system',
    'load_balance_hosts=disable',
  ])('is taken where it asks for nothing else than what is done: %s', (query) => {
    expect(settings(query)).toMatchObject({ channelBinding: 'prefer' });
  });

  it.each([
    ['gssencmode=require', /'gssencmode' of the URL cannot be honoured here: write disable/],
    ['hostaddr=10.0.0.1', /'hostaddr' of the URL cannot be honoured here: leave it out/],
    ['require_auth=scram-sha-256', /'require_auth'/],
    ['client_encoding=latin1', /'client_encoding'.*write utf8/],
    ['sslnegotiation=direct', /'sslnegotiation'/],
    ['service=shop', /'service'/],
    ['schema=public', /'schema' is no parameter of PostgreSQL/],
    ['pgbouncer=true', /'pgbouncer' is no parameter/],
    ['__proto__=1', /'__proto__' is no parameter/],
    ['sslmode=disable&sslmode=verify-full', /'sslmode' is written twice/],
    ['channel_binding=required', /channel_binding must be one of prefer, disable, require/],
    ['connect_timeout=soon', /connect_timeout must be a whole number of seconds/],
    ['target_session_attrs=master', /target_session_attrs must be one of any, read-write/],
  ])('is refused in one line: %s', (query, message) => {
    expect(() => new Database(at(query))).toThrow(message);
  });

  it('names one host', () => {
    expect(() => new Database('postgres://app@a.example.com,b.example.com/shop')).toThrow(
      /several hosts/,
    );
  });
});

describe('a variable of the environment', () => {
  it('means what it means to psql', () => {
    expect(
      settings('', {
        PGCHANNELBINDING: 'require',
        PGCONNECT_TIMEOUT: '2',
        PGTARGETSESSIONATTRS: '',
      }),
    ).toMatchObject({
      channelBinding: 'require',
      connectTimeoutMs: 2000,
      sessionAttributes: 'any',
    });
  });

  it('gives way to the URL', () => {
    const env = { PGCHANNELBINDING: 'require' };
    expect(settings('channel_binding=disable', env)).toMatchObject({ channelBinding: 'disable' });
  });

  it('is refused where it cannot be honoured', () => {
    expect(() => settings('', { PGHOSTADDR: '10.0.0.1' })).toThrow(/PGHOSTADDR cannot be honoured/);
  });
});

describe('a connection', () => {
  let postgres: Postgres;
  let port: string;

  beforeAll(async () => {
    postgres = await startPostgres({ tls: true });
    ({ port } = new URL(postgres.url));
    await postgres.query(`CREATE ROLE bound LOGIN PASSWORD 'secret'`);
    const [row] = await postgres.query('SHOW hba_file');
    const rules = ['host all bound all scram-sha-256', 'host all all all trust']
      .map((rule) => `SELECT '${rule}'`)
      .join(' UNION ALL ');
    await postgres.query(`COPY (${rules}) TO '${row?.hba_file}'`);
    await postgres.query('SELECT pg_reload_conf()');
  });
  afterAll(() => postgres.stop());

  const ask = async (user: string, query: string, sql: string): Promise<unknown> => {
    const database = new Database(`postgres://${user}@127.0.0.1:${port}/postgres?${query}`);
    try {
      const [row] = await database.rows<{ said: unknown }>(sql);
      return row?.said;
    } catch (error) {
      return (error as Error).message;
    } finally {
      await database.close();
    }
  };
  const one = 'SELECT 1 AS said';

  it('is bound to its TLS channel where that is required', async () => {
    expect(await ask('bound:secret', 'sslmode=require&channel_binding=require', one)).toBe(1);
  });

  it.each([
    ['bound:secret', 'sslmode=disable&channel_binding=require'],
    ['keepsake', 'sslmode=require&channel_binding=require'],
  ])('is refused to %s with %s: nothing binds it', async (user, query) => {
    expect(await ask(user, query, one)).toMatch(/channel_binding=require, and the server does not/);
  });

  it('has the name and the options that are written', async () => {
    const query = 'application_name=nightly&options=-c%20search_path%3Dshop';
    const sql = `SELECT current_setting('application_name') || ' ' || current_setting('search_path') AS said`;
    expect(await ask('keepsake', query, sql)).toBe('nightly shop');
    expect(await ask('keepsake', '', sql)).toMatch(/^keepsake /);
  });

  it('is to a database of any name, escaped in the URL', async () => {
    const name = 'a+b%2B=c@d:e,f;g$h i%';
    await postgres.query(`CREATE DATABASE "${name}"`);
    const url = `postgres://keepsake@127.0.0.1:${port}/${encodeURIComponent(name)}`;
    const database = new Database(url);
    const rows = await database.rows('SELECT current_database() AS said');
    await database.close();
    expect(rows).toEqual([{ said: name }]);
  });

  it('is to a server of the kind that is asked for', async () => {
    expect(await ask('keepsake', 'target_session_attrs=read-write', one)).toBe(1);
    expect(await ask('keepsake', 'target_session_attrs=primary', one)).toBe(1);
    expect(await ask('keepsake', 'target_session_attrs=standby', one)).toMatch(
      /target_session_attrs=standby, and the server is a primary/,
    );
    const readOnly =
      'options=-c%20default_transaction_read_only%3Don&target_session_attrs=read-write';
    expect(await ask('keepsake', readOnly, one)).toMatch(/are read-only/);
  });
});
