import { afterAll, describe, expect, it } from '@jest/globals';
import { Workplace } from './run-keepsake.ts';

const workplace = new Workplace();
afterAll(() => workplace.remove());

const run = (commandLine: string, env?: Record<string, string>) => workplace.run(commandLine, env);

describe('options of every verb', () => {
  it.each([
    'batches --journal b.db --json',
    '--journal b.db batches --json',
    '--json --journal=b.db batches',
  ])('may come before the verb or behind it: %s', async (line) => {
    const { code, stdout, stderr } = await run(line);
    expect([code, stdout, stderr]).toEqual([0, '', expect.stringContaining('no batches here')]);
  });
});

describe('keepsake --help', () => {
  it('lists every verb and every exit code on stdout', async () => {
    const { code, stdout, stderr } = await run('--help');
    expect([code, stderr]).toEqual([0, '']);
    for (const verb of [
      'init',
      'migrate',
      'batches',
      'register',
      'owners',
      'export',
      'export-uploads',
      'status',
      'files',
      'resume',
      'pause',
      'cancel',
      'check',
      'verify',
      'rollback',
      'restore',
      'report',
      'doctor',
      'orders',
      'dlq',
      'reconcile',
      'orphans',
      'integrity',
      'recover',
      'links',
      'stats',
      'cleanup',
      'config',
    ]) {
      expect(stdout).toContain(`  ${verb} `);
    }
    for (const exitCode of [0, 1, 2, 3, 4, 5, 75, 130])
      expect(stdout).toMatch(new RegExp(`^  ${exitCode} `, 'm'));
  });
});

describe('keepsake migrate --help', () => {
  it('explains every option', async () => {
    const { code, stdout } = await run('migrate --help');
    expect(code).toBe(0);
    for (const option of [
      'to',
      'endpoint-url',
      'dry-run',
      'batch-size',
      'concurrency',
      'resume',
      'include',
      'exclude',
      'category',
      'owner',
      'checksum',
      'max-errors',
      'on-conflict',
      'atomic',
      'manifest',
      'table',
    ]) {
      expect(stdout).toContain(`--${option}`);
    }
  });
});

describe('wrong usage', () => {
  it.each([
    ['', /keepsake <verb>/],
    ['frobnicate', /There is no verb 'frobnicate'/],
    ['migrate', /Name one source/],
    ['migrate ./a ./b --to s3://bucket/x', /Name one source, not 2/],
    ['migrate ./a', /Name a destination/],
    ['migrate ./a --to bucket', /'bucket' is not s3:/],
    ['migrate ./a --to s3://bucket/../x', /The prefix of --to has an empty, "." or ".." part/],
    ['migrate ./a --to s3://bucket/x --atomic', /atomic: needs files that are registered/],
    ['migrate ./a --to s3://bucket/x --category photo', /--category goes with a stage/],
    [
      'migrate ./a --to s3://bucket/x --batch-size many',
      /--batch-size must be a whole number of at least 1, not 'many'/,
    ],
    [
      'migrate ./a --to s3://bucket/x --on-conflict shrug',
      /--on-conflict must be one of skip, fail, overwrite/,
    ],
    ['migrate ./a --to s3://bucket/x --bogus', /Unknown option '--bogus'/],
    ['migrate ftp://host/x --to s3://bucket/x', /is no source/],
    ['migrate https://host/media/ --to s3://bucket/x', /needs --manifest/],
    ['migrate postgres://host/db --to s3://bucket/x', /needs --table/],
    ['migrate ./a --resume bat_1', /goes on as the batch was planned: leave out .\/a/],
    ['status', /Name one batch/],
    ['status bat_1 --watch-all', /name none/],
    ['files bat_1 --status odd', /--status must be one of planned/],
    ['report bat_1 --format pdf', /--format must be one of csv, json, html/],
    ['orders show', /Name one order/],
    ['orders compensate', /Name one order/],
    ['orders list ord_1 --status failed', /takes no operand/],
    ['dlq redrive', /Name one queue/],
    ['dlq drop', /Name one queue/],
    ['dlq list refunds captures', /Name one queue, not 2/],
    ['batches --stage dev --local', /There is no .keepsake.local.json here/],
  ])('keepsake %s: says what to do and touches nothing', async (commandLine, message) => {
    const { code, stdout, stderr } = await run(commandLine);
    expect(`${stdout}${stderr}`).toMatch(message);
    expect(code).toBe(commandLine.includes('--local') ? 5 : 2);
  });

  it.each([
    'migrate https://bob:s3cret@host/media/?token=s3cret --manifest files.csv --to s3://bucket/x',
    'migrate ./a --to s3://bucket/x --endpoint-url https://key:s3cret@host',
    'migrate postgres://app:s3cret@host/db --resume bat_1',
  ])('keepsake %s: repeats no secret, and puts nothing on record', async (commandLine) => {
    const { code, stdout, stderr } = await run(commandLine);
    expect(code).toBe(2);
    expect(`${stdout}${stderr}`).not.toMatch(/s3cret|Batch/);
    expect(await workplace.batches()).toEqual([]);
  });

  it('keepsake batches --journal photo.jpg: is no journal, and stays what it is', async () => {
    workplace.files({
      'photo.jpg':
        'a picture, and long enough to be looked at as a database would be looked at: its first hundred bytes',
    });
    const { code, stderr } = await run('batches --journal photo.jpg');
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(
        /^keepsake: The journal photo\.jpg cannot be opened .*Name another.*\n$/,
      ),
    ]);
  });

  it('keepsake status bat_none: there is no such batch', async () => {
    const { code, stderr } = await run('status bat_none');
    expect([code, stderr]).toEqual([
      5,
      'keepsake: No batch bat_none here. Check the id, and where batches are kept.\n',
    ]);
  });
});

describe('keepsake config --json', () => {
  it('says what is set and from where, and never a secret', async () => {
    const { code, stdout, lines } = await run('config --json --region eu-central-1', {
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'very-secret',
      AWS_REGION: 'us-east-1',
    });
    expect(code).toBe(0);
    expect(lines).toContainEqual({ name: 'region', value: 'eu-central-1', from: '--region' });
    expect(lines).toContainEqual({
      name: 'access key',
      value: 'AKIA****',
      from: 'AWS_ACCESS_KEY_ID',
    });
    expect(lines).toContainEqual({
      name: 'journal',
      value: '.keepsake/batches.db',
      from: 'default',
    });
    expect(stdout).not.toMatch(/very-secret|AKIAEXAMPLE/);
  });
});
