import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { installCli } from '../packages.ts';
import { FakeStorage } from './bulk/fake-storage.ts';

const run = promisify(execFile);
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

let storage: FakeStorage;
const npx = async (line: string): Promise<string> => {
  const { folder: cwd, env } = storage.here;
  return (await run('npx', ['--offline', 'keepsake', ...line.split(' ')], { cwd, env })).stdout;
};

beforeAll(async () => {
  storage = await FakeStorage.start();
  storage.here.files({ 'photos/a.jpg': 'A', 'photos/b.jpg': 'B' });
  await installCli(storage.here.folder);
});
afterAll(() => storage.stop());

describe('the package keepsake, installed in an empty folder', () => {
  it('is one package, with a page about itself and without sources', () => {
    const modules = path.join(storage.here.folder, 'node_modules');
    expect(readdirSync(modules).filter((name) => !name.startsWith('.'))).toEqual(['keepsake']);
    const files = readdirSync(path.join(modules, 'keepsake'), { recursive: true }).map(String);
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'cli/keepsake.js']));
    expect(files.filter((file) => file.endsWith('.ts'))).toEqual([]);
  });

  it('npx keepsake --version', async () => {
    expect(await npx('--version')).toBe(`keepsake ${version}\n`);
  });

  it.each(['--help', 'migrate --help', 'orders --help', 'doctor --help'])(
    'npx keepsake %s',
    async (line) => {
      expect(await npx(line)).toMatch(/^keepsake /);
    },
  );

  it('npx keepsake init: writes a project of its own version', async () => {
    await npx('init shop --origin https://shop.example.com');
    const file = path.join(storage.here.folder, 'shop/package.json');
    expect(JSON.parse(readFileSync(file, 'utf8')).dependencies['@keepsake/cdk']).toBe(version);
  });

  it('npx keepsake migrate: moves files', async () => {
    await npx('migrate ./photos --to s3://bucket/old --threads 1');
    expect(storage.objects).toEqual({ 'old/a.jpg': 'A', 'old/b.jpg': 'B' });
  });
});
