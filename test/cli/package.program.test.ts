import { execFile } from 'node:child_process';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { validate } from 'dockerfile-utils';
import { loadGrammar } from '../../cli/help/verbs.ts';
import { installCli, installTarball, packFolder } from '../packages.ts';
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

const packCreate = async (): Promise<string> => {
  const built = path.join(storage.here.folder, 'built-create');
  await run(process.execPath, ['create/build/main.ts', built]);
  return packFolder(built, storage.here.folder);
};

const installed = () => path.join(storage.here.folder, 'node_modules/keepsake');
const read = (file: string): string => readFileSync(path.join(installed(), file), 'utf8');

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

describe('the tarballs', () => {
  it.each(['keepsake', 'create-keepsake'])('%s: is in order for publint', async (name) => {
    if (name === 'create-keepsake') await packCreate();
    const tarball = path.join(storage.here.folder, `${name}-${version}.tgz`);
    const { stdout } = await run(process.execPath, [
      'node_modules/.bin/publint',
      'run',
      '--strict',
      tarball,
    ]);
    expect(stdout).toContain('All good!');
  });
});

describe('its manual page', () => {
  const page = (): string => read(JSON.parse(read('package.json')).man);
  // As roff reads it: requests are no text, escapes are characters.
  const asRead = (): string =>
    page()
      .replace(/^\.(?:B|SS|TH) /gm, '')
      .replace(/\\f[A-Z]|^\.[a-z]*$/gim, '')
      .replace(/\\\[u([0-9A-F]+)\]/g, (_all, code) => String.fromCodePoint(parseInt(code, 16)))
      .replaceAll('\\-', '-');

  it('has every verb with its options and its examples', async () => {
    const text = asRead();
    for (const [verb, { options, examples, summary }] of (await loadGrammar()).commands) {
      expect(text).toContain(`keepsake ${verb}`);
      expect(text).toContain(summary);
      for (const [option, { help }] of Object.entries(options)) {
        expect(text).toContain(`--${option}`);
        expect(text).toContain(help);
      }
      for (const example of examples) expect(text).toContain(example);
    }
    expect(text).toContain('130  interrupted');
    expect(text).toContain(`keepsake ${version}`);
  });

  it('is roff in ASCII, with the requests of the macros for such pages and no others', () => {
    expect(page()).toMatch(/^\p{ASCII}+$/u);
    const requests = [...page().matchAll(/^[.'](\w*)/gm)].map(([, name]) => name);
    expect([...new Set(requests)].sort()).toEqual([
      'B',
      'PP',
      'SH',
      'SS',
      'TH',
      'TP',
      'br',
      'fi',
      'nf',
    ]);
  });
});

describe('its container file', () => {
  const instructions = () =>
    read('Containerfile')
      .split('\n')
      .map((line) => line.split(' '))
      .filter(([name]) => name !== undefined && /^[A-Z]+$/.test(name));

  it('is in order for a linter of such files', () => {
    expect(validate(read('Containerfile'))).toEqual([]);
  });

  it('copies what the package has, to a place where its entry runs', async () => {
    const image = path.join(storage.here.folder, 'image');
    let folder = image;
    for (const [name, ...words] of instructions()) {
      if (name === 'WORKDIR') folder = path.join(image, `${words[0]}`);
      if (name !== 'COPY') continue;
      const target = path.join(folder, `${words.at(-1)}`);
      for (const word of words.slice(0, -1)) {
        const from = path.join(installed(), word);
        const into = words.length > 2 ? path.join(target, word) : target;
        cpSync(from, into, { recursive: true });
      }
    }
    const entry = /^ENTRYPOINT (.*)$/m.exec(read('Containerfile'))?.[1];
    const [node, file] = JSON.parse(`${entry}`);
    expect(node).toBe('node');
    const { folder: cwd, env } = storage.here;
    const keepsake = (line: string) =>
      run(process.execPath, [path.join(image, file), ...line.split(' ')], { cwd, env });
    expect((await keepsake('--version')).stdout).toBe(`keepsake ${version}\n`);
    await keepsake('migrate ./photos --to s3://bucket/shipped --threads 1');
    expect(storage.objects).toMatchObject({ 'shipped/a.jpg': 'A', 'shipped/b.jpg': 'B' });
  });

  it('has the Node that the command line is tested with', () => {
    const ours = JSON.parse(readFileSync('package.json', 'utf8')).devDependencies.node;
    expect(read('Containerfile')).toContain(`FROM docker.io/library/node:${ours}-slim`);
  });
});

describe('the package create-keepsake, installed beside it', () => {
  it('npm create keepsake: writes the project that keepsake init writes', async () => {
    const { folder: cwd, env } = storage.here;
    await installTarball(await packCreate(), cwd);
    await run('npx', ['--offline', 'create-keepsake', 'made', '--stage', 'trial'], { cwd, env });
    const files = readdirSync(path.join(cwd, 'made')).sort();
    expect(files).toEqual([
      '.gitignore',
      'app.ts',
      'cdk.json',
      'keepsake.config.ts',
      'package.json',
    ]);
  });
});
