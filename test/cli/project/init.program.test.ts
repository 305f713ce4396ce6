import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectFolder } from '../../../tools/local/project-folder.ts';
import { installCdk, packedCdk } from '../../packages.ts';
import { Workplace } from '../run-keepsake.ts';

const run = promisify(execFile);
const here = new Workplace();
afterAll(() => here.remove());

const read = (file: string) => readFile(join(here.folder, file), 'utf8');
type Artifact = { type: string; properties: { stackName: string } };

const five = ['.gitignore', 'app.ts', 'cdk.json', 'keepsake.config.ts', 'package.json'];
const line = 'init files --stage shop --origin https://shop.example.com';

describe('keepsake init', () => {
  beforeAll(async () => {
    await here.run(line);
  });

  it('writes five files, and tells the two commands that deploy', async () => {
    const { code, lines } = await here.run('init other --json');
    expect([code, lines]).toMatchObject([
      0,
      [{ next: ['cd other', 'npm install', 'npm run deploy:first'] }],
    ]);
    expect((await readdir(join(here.folder, 'files'))).sort()).toEqual(five);
    const { scripts } = JSON.parse(await read('files/package.json'));
    expect(Object.keys(scripts)).toContain('deploy:first');
  });

  it('names the packages that this version was tried with', async () => {
    const ours = JSON.parse(await readFile(join(projectFolder, 'package.json'), 'utf8'));
    const { dependencies, devDependencies } = JSON.parse(await read('files/package.json'));
    const { 'aws-cdk-lib': lib, constructs, 'aws-cdk': cli } = ours.devDependencies;
    expect(dependencies).toEqual({
      '@keepsake/cdk': ours.version,
      'aws-cdk-lib': lib,
      constructs,
    });
    expect(devDependencies).toEqual({ 'aws-cdk': cli, keepsake: ours.version });
  });

  it('refuses a folder that is not empty, and changes nothing in it', async () => {
    here.files({ 'full/app.ts': 'mine' });
    const { code, stderr } = await here.run('init full');
    expect([code, stderr]).toEqual([4, expect.stringContaining('full is not empty')]);
    expect(await readdir(join(here.folder, 'full'))).toEqual(['app.ts']);
    expect(await read('full/app.ts')).toBe('mine');
  });

  it.each([
    ['init new --origin shop.example.com', '--origin must be'],
    ['init new --origin https://shop.example.com/cart', '--origin must be'],
    ["init new --origin https://a.example','*", '--origin must be'],
    ['init new --stage Prod_1', "The stage 'Prod_1' must be"],
    ['init new other', 'takes one folder'],
  ])('refuses %s before it writes anything', async (words, why) => {
    const { code, stderr } = await here.run(words);
    expect([code, stderr]).toEqual([2, expect.stringContaining(why)]);
    expect(await readdir(here.folder)).not.toContain('new');
  });

  it('synthesizes with the packed construct, under the names that the command line looks for', async () => {
    const folder = join(here.folder, 'files');
    await installCdk(packedCdk(), folder);
    const cdk = join(projectFolder, 'node_modules/aws-cdk/bin/cdk');
    await run(process.execPath, [cdk, 'synth', '--quiet', '--no-notices'], {
      cwd: folder,
      env: { ...process.env, CDK_DISABLE_CLI_TELEMETRY: 'true' },
    });
    const { artifacts } = JSON.parse(await read('files/cdk.out/manifest.json'));
    const names = Object.values(artifacts as Record<string, Artifact>)
      .filter(({ type }) => type === 'aws:cloudformation:stack')
      .map(({ properties: { stackName } }) => stackName);
    expect(names.sort()).toEqual([
      'Keepsake-shop-Data',
      'Keepsake-shop-Observability',
      'Keepsake-shop-Operators',
      'Keepsake-shop-Service',
    ]);
  });
});
