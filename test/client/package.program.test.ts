import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { installTarball, packFolder } from '../packages.ts';
import { NodeWorld } from './node-world.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

const onServer = `import { createClient, KeepsakeProblem, type Upload } from '@keepsake/client';
import { createServerClient, verifyWebhook, type WebhookEvent } from '@keepsake/client/server';
const keepsake = createClient({ baseUrl: 'https://api.example.com', token: async () => 'kst_' });
const shop = createServerClient({ baseUrl: 'https://api.example.com', key: 'kmk_' });
export const event: WebhookEvent = await verifyWebhook('{}', new Headers(), 'whsec_a');
// @ts-expect-error a backend says whose order it is
await shop.createOrder({ amount: { value: 1, currency: 'EUR' }, files: [] }, 'cart');
export const upload: Upload = await keepsake.upload('/film.mp4', { category: 'video' });
export const bytes: number = await keepsake.withLocalFile(
  upload.uploadId,
  async (path) => path.length,
);
export const failed = (error: unknown) => error instanceof KeepsakeProblem && error.is('not-found');
// @ts-expect-error a category is needed
await keepsake.upload('/film.mp4', {});
`;

const onPage = `import { createClient } from '@keepsake/client/browser';
import { createOperatorClient, type OrderTimeline } from '@keepsake/client/operator';
import { connectUppy, type UppyLike } from '@keepsake/client/uppy';
const keepsake = createClient({ baseUrl: 'https://api.example.com', token: 'kst_' });
export const upload = await keepsake.upload(new File([], 'film.mp4'), { category: 'video' });
const operator = createOperatorClient({ baseUrl: '/api', token: 'jwt' });
export const timeline: OrderTimeline = await operator.orders.timeline('ord_1');
export const options = (uppy: UppyLike) => connectUppy(uppy, keepsake, { category: 'video' });
// @ts-expect-error a browser has no paths
await keepsake.upload('/film.mp4', { category: 'video' });
`;

const inUse = (
  url: string,
  path: string,
): string => `import { createClient } from '@keepsake/client';
const keepsake = createClient({ baseUrl: '${url}', token: 'kst_', hashFirstBytes: 20_000 });
console.log(JSON.stringify(await keepsake.upload('${path}', { category: 'video' })));
`;

const tool = (name: string, ...args: string[]) =>
  run(process.execPath, [join(root, 'node_modules/.bin', name), ...args]);

let world: NodeWorld;
let tarball: string;
const installed = () => join(world.folder, 'node_modules/@keepsake/client');

/** What the README's examples take from their surroundings. */
const surroundings = `declare const file: File, workerToken: string, operatorToken: string;
declare const machineKey: string, webhookSecret: string;
`;

const writeReadmeExamples = async (): Promise<string[]> => {
  const readme = await readFile(join(installed(), 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code]) => code);
  return Promise.all(
    blocks.map(async (code, index) => {
      const file = `src/readme-${index}.ts`;
      await writeFile(join(world.folder, file), `${surroundings}${code}`);
      return file;
    }),
  );
};

beforeAll(async () => {
  world = await new NodeWorld().start();
  world.api.settings.partSizeBytes = 100_000;
  const built = join(world.folder, 'built');
  await run(process.execPath, [join(root, 'client/build/main.ts'), built]);
  tarball = await packFolder(built, world.folder);
  await writeFile(join(world.folder, 'package.json'), '{"type":"module"}');
  await installTarball(tarball, world.folder);
});
afterAll(() => world.stop());

describe('the packed package', () => {
  it('brings a page about itself and its license, and no sources', async () => {
    const files = await readdir(installed(), { recursive: true });
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json']));
    expect(files.filter((file) => /(?<!\.d)\.ts$/.test(file))).toEqual([]);
  });

  it('is in order for publint, suggestions included', async () => {
    const { stdout } = await tool('publint', 'run', '--strict', tarball);
    expect(stdout).toContain('All good!');
  });

  it('has types for every entry, as Node and bundlers resolve them', async () => {
    const checked = tool('attw', '--profile', 'esm-only', '--format', 'json', tarball);
    const { entrypoints } = JSON.parse((await checked).stdout).analysis;
    const entries = ['.', './node', './browser', './uppy', './operator', './server'];
    expect(Object.keys(entrypoints)).toEqual([...entries, './package.json']);
  });

  it('has the types its users need, on a server, on a page and in its README', async () => {
    await mkdir(join(world.folder, 'src'));
    await writeFile(join(world.folder, 'src/server.ts'), onServer);
    await writeFile(join(world.folder, 'src/page.ts'), onPage);
    const examples = await writeReadmeExamples();
    const options = [
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2024',
      '--lib',
      'es2024,dom',
    ];
    const types = ['--typeRoots', join(root, 'node_modules/@types'), '--types', 'node'];
    const tsc = [
      join(root, 'node_modules/typescript/bin/tsc'),
      ...options,
      ...types,
      'src/server.ts',
      'src/page.ts',
      ...examples,
    ];
    await expect(
      run(process.execPath, tsc, { cwd: world.folder }).catch((failed) => failed),
    ).resolves.toMatchObject({
      stdout: '',
    });
  });

  it('uploads a file in parts from plain Node, its hash thread included', async () => {
    const { path, bytes } = await world.file(950_000);
    await writeFile(join(world.folder, 'upload.js'), inUse(world.api.url, path));
    const { stdout } = await run(process.execPath, ['upload.js'], { cwd: world.folder });
    expect(world.api.has(JSON.parse(stdout).uploadId, bytes)).toBe(true);
  });

  it('does so from a process with flags that a thread cannot take', async () => {
    const { path, bytes } = await world.file(950_000);
    const preloaded = join(world.folder, 'preloaded.mjs');
    await writeFile(
      preloaded,
      "import { isMainThread } from 'node:worker_threads';\nif (!isMainThread) process.exit(1);\n",
    );
    const flags = ['--import', preloaded, '--input-type=module', '--eval'];
    const { stdout } = await run(process.execPath, [...flags, inUse(world.api.url, path)], {
      cwd: world.folder,
    });
    expect(world.api.has(JSON.parse(stdout).uploadId, bytes)).toBe(true);
  });

  it('tells of an error that nobody catches in a few lines, not in its bundle', async () => {
    const upload = inUse('http://127.0.0.1:1', join(world.folder, 'nowhere.mp4'));
    await writeFile(join(world.folder, 'failing.js'), upload);
    const failed = await run(process.execPath, ['failing.js'], { cwd: world.folder }).catch(
      ({ stderr }: { stderr: string }) => stderr,
    );
    expect(failed).toMatch(/nowhere\.mp4/);
    expect(String(failed).length).toBeLessThan(2_000);
  });
});
