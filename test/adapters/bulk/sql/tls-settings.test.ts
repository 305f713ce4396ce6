import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { protectionsOf, withoutTls } from '../../../../adapters/bulk/sql/tls-settings.ts';
import { temporaryFolder } from '../sources/temporary-folder.ts';

const disk = temporaryFolder();
afterAll(() => disk.remove());

const bare = join(disk.folder, 'bare');
const home = join(disk.folder, 'home');
const authority = join(disk.folder, 'authority.pem');
mkdirSync(join(home, '.postgresql'), { recursive: true });
writeFileSync(join(home, '.postgresql/root.crt'), 'HOME ROOT');
writeFileSync(authority, 'AUTHORITY');

/** A connection's protection, in words. */
const wordsOf = (
  query: string,
  {
    host = 'db.example.com',
    env = {},
    at = bare,
  }: { host?: string; env?: object; at?: string } = {},
): string[] =>
  protectionsOf(`postgres://app@${host}/shop?${query}`, host, { env: { ...env }, home: at }).map(
    (protection) => {
      if (protection === false) return 'plaintext';
      const { rejectUnauthorized, ca, checkServerIdentity } = protection;
      if (rejectUnauthorized === false) return 'any certificate';
      return `${Array.isArray(ca) ? 'system' : ca}${checkServerIdentity ? '' : ' and host'}`;
    },
  );

describe('sslmode means what it means to libpq', () => {
  it.each([
    ['sslmode=disable', ['plaintext']],
    ['sslmode=allow', ['plaintext', 'any certificate']],
    ['sslmode=prefer', ['any certificate', 'plaintext']],
    ['sslmode=require', ['any certificate']],
    [`sslmode=require&sslrootcert=${authority}`, ['AUTHORITY']],
    [`sslmode=verify-ca&sslrootcert=${authority}`, ['AUTHORITY']],
    [`sslmode=verify-full&sslrootcert=${authority}`, ['AUTHORITY and host']],
    ['sslmode=verify-full&sslrootcert=system', ['system and host']],
    ['sslrootcert=system', ['system and host']],
    ['ssl=true', ['any certificate']],
  ])('%s', (query, words) => {
    expect(wordsOf(query)).toEqual(words);
  });

  it.each([
    [{ PGSSLMODE: 'disable' }, ['plaintext']],
    [{ PGSSLMODE: 'require' }, ['any certificate']],
    [{ PGSSLMODE: 'verify-full', PGSSLROOTCERT: authority }, ['AUTHORITY and host']],
    [{ PGSSLROOTCERT: authority }, ['AUTHORITY']],
    [{ PGSSLROOTCERT: 'system' }, ['system and host']],
  ])('in the environment: %j', (env, words) => {
    expect(wordsOf('', { env })).toEqual(words);
  });

  it('prefers the URL to the environment', () => {
    const env = { PGSSLMODE: 'disable', PGSSLROOTCERT: '/nowhere' };
    expect(wordsOf(`sslmode=verify-ca&sslrootcert=${authority}`, { env })).toEqual(['AUTHORITY']);
  });

  it('finds the authority in ~/.postgresql, which makes require verify it', () => {
    expect(wordsOf('sslmode=require', { at: home })).toEqual(['HOME ROOT']);
    expect(wordsOf('sslmode=verify-full', { at: home })).toEqual(['HOME ROOT and host']);
    expect(wordsOf('sslmode=prefer', { at: home })).toEqual(['HOME ROOT', 'plaintext']);
  });

  it.each([
    ['sslmode=no-verify', /must be one of disable, allow, prefer/],
    ['sslmode=REQUIRE', /must be one of/],
    ['ssl=false', /means nothing to libpq/],
    ['sslmode=verify-full', /needs the certificate of the server's authority/],
    ['sslmode=verify-ca', /sslrootcert=system/],
    ['sslmode=require&sslrootcert=system', /needs sslmode=verify-full/],
    ['sslmode=require&sslrootcert=/nowhere.pem', /sslrootcert \/nowhere.pem cannot be read/],
    ['sslmode=require&sslcert=/nowhere.pem', /sslcert \/nowhere.pem cannot be read/],
  ])('%s is refused', (query, message) => {
    expect(() => wordsOf(query)).toThrow(
      expect.objectContaining({
        name: 'InvalidInput',
        message: expect.stringMatching(message),
      }),
    );
  });
});

describe('plaintext where nothing is said', () => {
  it.each(['localhost', '127.0.0.1', '127.1.2.3', '::1'])('may reach %s', (host) => {
    expect(wordsOf('', { host: host === '::1' ? 'x' : host }).length).toBeGreaterThan(0);
    expect(protectionsOf('postgres://x/shop', host, { env: {}, home: bare })).toContain(false);
  });

  it('is what a Unix socket has, whatever is said', () => {
    const url = 'postgres:///shop?sslmode=verify-full';
    expect(protectionsOf(url, '/run/postgresql', { env: {}, home: bare })).toEqual([false]);
  });

  it.each(['db.example.com', '10.0.0.5', '127.1', 'localhost.example.com', '127.0.0.1.nip.io'])(
    'never reaches %s',
    (host) => {
      expect(protectionsOf('postgres://x/shop', host, { env: {}, home: bare })).not.toContain(
        false,
      );
    },
  );
});

describe('the URL the driver gets', () => {
  it('says nothing of protection, and the rest as before', () => {
    expect(
      withoutTls('postgres://app:p%40ss@db/shop?sslmode=require&sslrootcert=x&application_name=a'),
    ).toBe('postgres://app:p%40ss@db/shop?application_name=a');
  });
});
