import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NodeWorld } from './node-world.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

const onServer = `import { createClient, KeepsakeProblem, type Upload } from '@keepsake/client';
const keepsake = createClient({ baseUrl: 'https://api.example.com', token: async () => 'kst_' });
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

let world: NodeWorld;
beforeAll(async () => {
  world = await new NodeWorld().start();
  world.api.settings.partSizeBytes = 100_000;
  await run(process.execPath, [
    join(root, 'client/build/main.ts'),
    join(world.folder, 'node_modules/@keepsake/client'),
  ]);
  await writeFile(join(world.folder, 'package.json'), '{"type":"module"}');
});
afterAll(() => world.stop());

describe('the built package', () => {
  it('has the types its users need, on a server and on a page', async () => {
    await mkdir(join(world.folder, 'src'));
    await writeFile(join(world.folder, 'src/server.ts'), onServer);
    await writeFile(join(world.folder, 'src/page.ts'), onPage);
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
    ];
    await expect(run(process.execPath, tsc, { cwd: world.folder })).resolves.toMatchObject({
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
});
