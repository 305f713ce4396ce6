import { afterEach, describe, expect, it } from '@jest/globals';
import { databaseUrl } from '../../../cli/bulk/database/database-url.ts';
import { migrationPlan } from '../../../cli/bulk/plan/migration-plan.ts';
import { sourcePlan } from '../../../cli/bulk/sources/all-sources.ts';
import { hideSecrets } from '../../../cli/secret-arguments.ts';
import { readSettings } from '../../../cli/settings.ts';

const table = { table: 'photos', column: 'photo', root: './media' };

const problemOf = (work: () => unknown): string => {
  try {
    return JSON.stringify(work());
  } catch (error) {
    expect(error).toMatchObject({ name: 'CommandProblem' });
    return (error as Error).message;
  }
};

describe('what a source is put on record as', () => {
  it.each([
    ['https://bob:s3cret@old.example.com/media/', { manifest: 'files.csv' }],
    ['https://s3cret@old.example.com/media/', { manifest: 'files.csv' }],
    ['HTTPS://bob:s3cret@old.example.com/media/', { manifest: 'files.csv' }],
    ['https://old.example.com/media/?token=s3cret', { manifest: 'files.csv' }],
    ['https://old.example.com/media/#s3cret', { manifest: 'files.csv' }],
    ['https://bob:s3cret@old.example.com:nowhere/', { manifest: 'files.csv' }],
    [
      'https://old.example.com/media/',
      { manifest: 'https://bob:s3cret@old.example.com/files.csv' },
    ],
    ['s3://key:s3cret@bucket/media', {}],
    ['s3://bucket/media', { 'source-endpoint-url': 'https://key:s3cret@storage.example.com' }],
    ['postgres://host/shop', { ...table, root: 'https://bob:s3cret@old.example.com/' }],
    ['postgres://host/shop#s3cret', table],
    ['postgres://app:s3cret@host:nowhere/shop', table],
    ['postgres://host/shop?sslkey=-----BEGIN%20PRIVATE%20KEY-----s3cret', table],
    ['mysql://app:s3cret@host/shop', {}],
    ['azure://account', {}],
    ['azure://account/media/2019?sig=s3cret', {}],
    ['gs://Bucket', {}],
    ['sftp://bob:s3cret@host/media', {}],
    ['sftp://host/media?password=s3cret', {}],
    ['sftp://-oProxyCommand=s3cret/media', {}],
    ['sftp://-ls3cret@host/media', {}],
    ['sftp://$(s3cret)/media', {}],
    ['sftp://`s3cret`@host/media', {}],
    ['sftp://bob;s3cret@host/media', {}],
    ['sftp://bob%0as3cret@host/media', {}],
    ['gs://media/2019?token=s3cret', {}],
    ['gs://media', { 'gs-endpoint-url': 'https://host/?token=s3cret' }],
    ['azure://account/media', { 'azure-endpoint-url': 'https://host/account?sig=s3cret' }],
  ])('refuses %s, options %j, and repeats no secret', (text, values) => {
    expect(() => sourcePlan(text, values)).toThrow();
    expect(problemOf(() => sourcePlan(text, values))).not.toContain('s3cret');
  });

  it.each([
    ['sftp://host', { host: 'host', path: '/' }],
    [
      'sftp://bob@host:2222/srv/a%20b/',
      { user: 'bob', host: 'host', port: 2222, path: '/srv/a b' },
    ],
    ['sftp://host/~', { host: 'host', path: '.' }],
    ['sftp://host/~/media', { host: 'host', path: 'media' }],
    ['sftp://[::1]/media', { host: '::1', path: '/media' }],
  ])('reads %s as a server and a folder', (text, options) => {
    expect(sourcePlan(text, {})).toEqual({ kind: 'sftp', description: text, options });
  });

  it.each(['Old_Media', 'old.media', 'm'.repeat(255)])('takes the bucket %s', (bucket) => {
    const options = { bucket, prefix: '2019/' };
    expect(sourcePlan(`s3://${bucket}/2019`, {})).toMatchObject({ options });
  });

  it.each(['ab', '_old', 'old_', 'old media', 'a..', 'm'.repeat(256)])(
    'takes no bucket %s',
    (bucket) => {
      expect(problemOf(() => sourcePlan(`s3://${bucket}/2019`, {}))).toMatch(
        /is not s3:\/\/bucket/,
      );
    },
  );

  it.each([
    ['postgres://app:s3cret@host/shop', 'postgres://app@host/shop'],
    ['POSTGRES://app:s3cret@host/shop', 'postgres://app@host/shop'],
    ['postgres://host/shop?user=app&password=s3cret', 'postgres://host/shop?user=app'],
    [
      'postgres://app@host/shop?sslmode=require&sslpassword=s3cret',
      'postgres://app@host/shop?sslmode=require',
    ],
    ['postgres://app@host/shop?oauth_client_secret_2=s3cret', 'postgres://app@host/shop'],
  ])('keeps the password out of %s, and out of ps', (text, url) => {
    expect(hideSecrets([text])).toMatch(/holds a password/);
    expect(hideSecrets([url])).toBeUndefined();
    expect(sourcePlan(text, table)).toMatchObject({
      description: `${url} photos.photo`,
      options: { url },
    });
  });
});

describe('what a destination is put on record as', () => {
  const endpoint = 'https://key:s3cret@storage.example.com';

  it('has no endpoint with a password, wherever it comes from', () => {
    for (const [values, env] of [
      [{ 'endpoint-url': endpoint }, {}],
      [{}, { AWS_ENDPOINT_URL: endpoint }],
    ] as const) {
      expect(() => readSettings(values, env)).toThrow(/leave user name and password out/);
      expect(problemOf(() => readSettings(values, env))).not.toContain('s3cret');
    }
  });

  it('repeats nothing of a --to that is no bucket', () => {
    const place = { settings: readSettings({}, {}), stage: undefined };
    expect(problemOf(() => migrationPlan('./photos', { to: endpoint }, place))).toBe(
      "'https://…' is not s3://bucket or s3://bucket/prefix.",
    );
  });

  it.each([
    ['s3://old--usw2-az1--x-s3/2019', /directory bucket\. Name another one/],
    ['s3://arn:aws:s3:us-west-2:123456789012:accesspoint/old', /by its alias: s3:\/\/<alias>/],
  ])('says what to name instead of %s', (to, advice) => {
    const place = { settings: readSettings({}, {}), stage: undefined };
    expect(problemOf(() => migrationPlan('./photos', { to }, place))).toMatch(advice);
    expect(problemOf(() => migrationPlan(to, { to: 's3://bucket' }, place))).toMatch(advice);
  });
});

describe('the password of a database', () => {
  const before = { ...process.env };
  afterEach(() => {
    process.env = { ...before };
  });

  const operand = 'postgres://host/shop?user=app&password=s3cret';
  const recorded = (text: string): string => {
    const source = sourcePlan(text, table);
    return source.kind === 'sql' ? source.options.url : '';
  };
  const plan = () => recorded(operand);

  it('is the one in the URL for the command that was given it, whatever the environment says', () => {
    process.env.PGPASSWORD = 'other';
    expect(databaseUrl(plan(), { operand })).toBe(operand);
  });

  it('comes from the environment for commands that name the batch only', () => {
    expect(databaseUrl(plan())).toBe('postgres://host/shop?user=app');
    process.env.PGPASSWORD = 'p@ss';
    expect(databaseUrl(plan())).toBe('postgres://:p%40ss@host/shop?user=app');
    process.env.KEEPSAKE_SOURCE_URL = 'postgres://app:whole@tunnel/shop';
    expect(databaseUrl(plan())).toBe('postgres://app:whole@tunnel/shop');
  });

  it('comes from a file before the environment', () => {
    process.env.PGPASSWORD = 'other';
    expect(databaseUrl(plan(), { password: 'p@ss' })).toBe('postgres://:p%40ss@host/shop?user=app');
    process.env.KEEPSAKE_SOURCE_URL = 'postgres://app@tunnel/shop';
    expect(databaseUrl(plan(), { password: 'p@ss' })).toBe('postgres://app:p%40ss@tunnel/shop');
    const socket = recorded('postgres:///shop');
    delete process.env.KEEPSAKE_SOURCE_URL;
    expect(databaseUrl(socket, { password: 'p@ss' })).toBe('postgres:///shop?password=p%40ss');
  });

  it('comes from the environment when the URL has none', () => {
    process.env.KEEPSAKE_SOURCE_URL = 'postgres://app:whole@tunnel/shop';
    expect(databaseUrl(plan(), { operand: 'postgres://host/shop?user=app' })).toBe(
      'postgres://app:whole@tunnel/shop',
    );
  });
});
