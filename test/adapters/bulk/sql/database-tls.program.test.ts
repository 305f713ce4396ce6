import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../../../adapters/bulk/sql/database.ts';
import type { Certificates } from '../../../postgres/make-certificates.ts';
import { type Postgres, startPostgres } from '../../../postgres/start-postgres.ts';

let secure: Postgres;
let plain: Postgres;

beforeAll(async () => {
  [secure, plain] = await Promise.all([startPostgres({ tls: true }), startPostgres()]);
});

afterAll(() => Promise.all([secure.stop(), plain.stop()]));

const certificates = (): Certificates => {
  if (!secure.certificates) throw new Error('no certificates');
  return secure.certificates;
};

const at = (postgres: Postgres, host: string, query: string): string => {
  const { port } = new URL(postgres.url);
  return `postgres://keepsake@${host}:${port}/postgres?${query}`;
};

/** Whether a connection is encrypted, as the server sees it; or the refusal. */
const connect = async (url: string): Promise<string> => {
  let database: Database | undefined;
  try {
    database = new Database(url);
    const [row] = await database.rows<{ ssl: boolean }>(
      'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()',
    );
    return row?.ssl ? 'encrypted' : 'plaintext';
  } catch (error) {
    return (error as Error).message;
  } finally {
    await database?.close();
  }
};

describe('a server with TLS', () => {
  it.each([
    ['', 'encrypted'],
    ['sslmode=disable', 'plaintext'],
    ['sslmode=allow', 'plaintext'],
    ['sslmode=prefer', 'encrypted'],
    ['sslmode=require', 'encrypted'],
    ['sslmode=verify-ca&sslrootcert=AUTHORITY', 'encrypted'],
    ['sslmode=require&sslrootcert=AUTHORITY', 'encrypted'],
  ])('on 127.0.0.1 with %s: %s', async (query, expected) => {
    const { authority } = certificates();
    const url = at(secure, '127.0.0.1', query.replace('AUTHORITY', authority));
    expect(await connect(url)).toBe(expected);
  });

  it('is believed under the name in its certificate, and under no other', async () => {
    const query = `sslmode=verify-full&sslrootcert=${certificates().authority}`;
    expect(await connect(at(secure, 'localhost', query))).toBe('encrypted');
    expect(await connect(at(secure, '127.0.0.1', query))).toMatch(/is another host's.*verify-ca/);
  });

  it.each(['require', 'verify-ca', 'verify-full'])(
    'is refused with sslmode=%s when another authority is named',
    async (mode) => {
      const query = `sslmode=${mode}&sslrootcert=${certificates().stranger}`;
      expect(await connect(at(secure, 'localhost', query))).toMatch(
        /is not trusted: .*sslrootcert or PGSSLROOTCERT/,
      );
    },
  );

  it('takes the authority from PGSSLROOTCERT', async () => {
    process.env.PGSSLROOTCERT = certificates().stranger;
    try {
      expect(await connect(at(secure, 'localhost', 'sslmode=require'))).toMatch(/not trusted/);
      process.env.PGSSLROOTCERT = certificates().authority;
      expect(await connect(at(secure, 'localhost', 'sslmode=verify-full'))).toBe('encrypted');
    } finally {
      delete process.env.PGSSLROOTCERT;
    }
  });

  it('is reached over TLS from elsewhere without a word', async () => {
    expect(await connect(at(secure, '127.1', ''))).toBe('encrypted');
  });
});

describe('a server without TLS', () => {
  it.each([
    ['127.0.0.1', ''],
    ['127.0.0.1', 'sslmode=prefer'],
    ['127.1', 'sslmode=disable'],
    ['127.1', 'sslmode=prefer'],
  ])('is reached in plaintext at %s with %s', async (host, query) => {
    expect(await connect(at(plain, host, query))).toBe('plaintext');
  });

  it.each(['', 'sslmode=require', 'sslmode=verify-full&sslrootcert=system'])(
    'is refused on another machine with %s, and the message says how plaintext is spelled',
    async (query) => {
      expect(await connect(at(plain, '127.1', query))).toMatch(
        /offers no TLS.*write sslmode=disable/,
      );
    },
  );
});
