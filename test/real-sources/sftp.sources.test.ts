import { execFileSync } from 'node:child_process';
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openSftp } from '../../adapters/bulk/sources/sftp/open-sftp.ts';
import { SftpSource } from '../../adapters/bulk/sources/sftp/sftp.ts';
import { SftpClient } from '../../adapters/bulk/sources/sftp/sftp-client.ts';
import type { SourceFile } from '../../core/bulk/model/transfer.ts';
import { inItems } from '../../core/shared/in-groups.ts';
import { batchIn, FakeStorage } from '../cli/bulk/fake-storage.ts';
import { describeFileSource } from '../contracts/bulk/describe-file-source.ts';
import { OpenSsh, passphrase } from './openssh.ts';

let ssh: OpenSsh;
let storage: FakeStorage;
let folder: string;

beforeAll(async () => {
  ssh = await OpenSsh.start();
});
afterAll(() => ssh.stop());

beforeEach(async () => {
  storage = await FakeStorage.start();
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'keepsake-sftp-')));
  ssh.cutAfterBytes = undefined;
});
afterEach(async () => {
  await storage.stop();
  rmSync(folder, { recursive: true, force: true });
});

const put = (name: string, text: string): void => {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  utimesSync(file, 1_546_300_800, 1_546_300_800);
};

const serverOf = () => ({
  host: '127.0.0.1',
  port: ssh.port,
  configFile: path.join(ssh.folder, 'ssh_config'),
});

const migrate = (words = '') =>
  storage.run(`migrate ${ssh.source(folder)} --to s3://bucket/old --json ${words}`);

const listed = async (followLinks: boolean): Promise<SourceFile[]> => {
  const source = new SftpSource({
    server: serverOf(),
    path: folder,
    description: 'x',
    followLinks,
  });
  const files: SourceFile[] = [];
  for await (const file of inItems(source.list())) files.push(file);
  await source.close();
  return files;
};

describeFileSource('SftpSource', {
  make: async (files) => {
    for (const [name, text] of Object.entries(files)) put(name, text);
    return new SftpSource({ server: serverOf(), path: folder, description: 'sftp' });
  },
  read: async (location) => {
    const client = new SftpClient(serverOf());
    if (location.kind !== 'sftp') throw new Error(location.kind);
    const { chunks } = await openSftp(client, location, { position: 0 });
    const pieces: Uint8Array[] = [];
    for (let next = await chunks.next(); !next.done; next = await chunks.next())
      pieces.push(next.value);
    client.end();
    return Buffer.concat(pieces).toString();
  },
  remove: async (name) => rmSync(path.join(folder, name)),
});

describe('keepsake migrate sftp://user@host:port/folder --to s3://bucket/old', () => {
  it('says, moves, verifies against the source, moves nothing twice, and rolls back', async () => {
    put('a b.jpg', 'A');
    put('日本/写真 & 😀.jpg', 'J');
    put('large.bin', 'x'.repeat(20_000_000));
    put('empty', '');
    const dry = await migrate('--dry-run');
    expect([dry.code, dry.stderr]).toEqual([0, expect.any(String)]);
    const batch = batchIn(dry);
    expect((await storage.run(`migrate --resume ${batch} --json`)).code).toBe(0);
    expect(storage.objects).toEqual({
      'old/a b.jpg': 'A',
      'old/日本/写真 & 😀.jpg': 'J',
      'old/large.bin': 'x'.repeat(20_000_000),
      'old/empty': '',
    });
    expect(storage.s3.bucket.current('old/a b.jpg')?.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'x-amz-meta-mtime': '1546300800',
    });
    expect((await storage.run(`verify ${batch} --compare-source`)).code).toBe(0);
    expect((await migrate()).lines).toMatchObject([{ counts: { skipped: { files: 4 } } }]);
    expect((await storage.run(`rollback ${batch} --apply --more-than-half`)).code).toBe(0);
    expect(storage.objects).toEqual({});
  });

  it('goes on where a connection broke', async () => {
    put('large.bin', 'x'.repeat(20_000_000));
    ssh.cutAfterBytes = 9_000_000;
    expect((await migrate()).code).toBe(0);
    expect(ssh.cuts).toBeGreaterThan(0);
    expect(storage.objects).toEqual({ 'old/large.bin': 'x'.repeat(20_000_000) });
  });

  it('lists on where a connection broke, and goes on after a kill', async () => {
    for (const name of ['a', 'b', 'c'])
      for (let n = 0; n < 1_000; n += 1) put(`${name}/${n}`, String(n));
    // Enough for two of the folders.
    ssh.cutAfterBytes = 300_000;
    const args = `migrate ${ssh.source(folder)} --to s3://bucket/old --batch-size 50`.split(' ');
    const { child, ended } = storage.here.start(args);
    while (Object.keys(storage.objects).length < 200 && child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGKILL');
    const batch = batchIn(await ended);
    expect((await storage.run(`resume ${batch} --json`)).code).toBe(0);
    expect(Object.keys(storage.objects)).toHaveLength(3_000);
  });

  it('moves files whose names terminals do not take, and leaves out what is no file', async () => {
    for (const name of [
      'line\nbreak',
      '-oProxyCommand=x',
      ' space ',
      'Case',
      'case',
      'e\u0301',
      '\u00e9',
    ])
      put(name, name);
    writeFileSync(Buffer.from(`${folder}/no-utf8-\xe9`, 'latin1'), 'bytes');
    execFileSync('mkfifo', [path.join(folder, 'pipe')]);
    const { code, stderr } = await migrate('--names encode -v');
    expect([code, stderr]).toEqual([3, expect.stringContaining('The entry is no plain file.')]);
    expect(Object.values(storage.objects)).toHaveLength(8);
    expect(storage.objects).toMatchObject({
      'old/line\\u{a}break': 'line\nbreak',
      'old/no-utf8-\\xe9': 'bytes',
      'old/-oProxyCommand=x': '-oProxyCommand=x',
    });
  });

  it('moves one file, and one below the home folder', async () => {
    put('one.jpg', '1');
    const { code } = await storage.run(
      `migrate ${ssh.source(`${folder}/one.jpg`)} --to s3://bucket/old`,
    );
    expect([code, storage.objects]).toEqual([0, { 'old/one.jpg': '1' }]);
  });
});

describe('links at an SSH server', () => {
  beforeEach(() => {
    put('real/a.jpg', 'A');
    symlinkSync('real/a.jpg', path.join(folder, 'inside.jpg'));
    symlinkSync('/etc/hostname', path.join(folder, 'outside'));
    symlinkSync('nothing', path.join(folder, 'nowhere'));
    symlinkSync('real', path.join(folder, 'folder'));
    symlinkSync('..', path.join(folder, 'real/up'));
    linkSync(path.join(folder, 'real/a.jpg'), path.join(folder, 'z-hard.jpg'));
  });

  const codes = (files: SourceFile[]) =>
    files.map(({ path: name, problem }) => [name, problem?.code]);

  it('are taken inside of the folder, and reported where they lead out', async () => {
    expect(codes(await listed(false))).toEqual([
      ['folder', 'NotAFile'],
      ['inside.jpg', undefined],
      ['nowhere', 'Missing'],
      ['outside', 'OutsideRoot'],
      ['real/a.jpg', undefined],
      ['real/up', 'OutsideRoot'],
      ['z-hard.jpg', undefined],
    ]);
  });

  it('are followed with --follow-links; a loop is reported', async () => {
    expect(codes(await listed(true))).toEqual([
      ['folder/a.jpg', undefined],
      ['folder/up', 'NotAFile'],
      ['inside.jpg', undefined],
      ['nowhere', 'Missing'],
      ['outside', undefined],
      ['real/a.jpg', undefined],
      ['real/up', 'NotAFile'],
      ['z-hard.jpg', undefined],
    ]);
  });
});

describe('an SSH server', () => {
  it.each([
    ['whose key is not known', 'ssh_config_unknown', 'is not known'],
    ['that has another key', 'ssh_config_other', 'another host key than before'],
    ['that takes none of the keys', 'ssh_config_stranger', 'takes none of the credentials'],
  ])('%s is refused before anything is on record', async (_what, config, why) => {
    put('a', 'A');
    const source = ssh.source(folder, config);
    const { code, stderr } = await storage.run(`migrate ${source} --to s3://bucket/old`);
    expect([code, stderr]).toEqual([2, expect.stringContaining(why)]);
    expect((await storage.run('list')).stdout).not.toContain('bat_');
  });

  it('gets a key whose passphrase is in the environment', async () => {
    put('a', 'A');
    const words = `migrate ${ssh.source(folder, 'ssh_config_locked')} --to s3://bucket/old`;
    expect((await storage.run(words)).stderr).toContain('takes none of the credentials');
    const TMPDIR = storage.here.folder;
    const env = { KEEPSAKE_SFTP_PASSWORD: passphrase, TMPDIR };
    const { code, stderr, stdout } = await storage.here.run(words, env);
    expect([code, storage.objects]).toEqual([0, { 'old/a': 'A' }]);
    expect(stdout + stderr).not.toContain(passphrase);
    // The program that told ssh the passphrase is gone.
    expect(readdirSync(TMPDIR).filter((name) => name.startsWith('keepsake-ssh-'))).toEqual([]);
  });

  it('without the folder is refused', async () => {
    const source = ssh.source(`${folder}/none`);
    const { code, stderr } = await storage.run(`migrate ${source} --to s3://bucket/old`);
    expect([code, stderr]).toEqual([2, expect.stringContaining('/none is not there')]);
  });
});
