import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../../lib/config.ts';
import { bundle } from '../../lib/shared/bundle/bundle.ts';
import { projectFolder } from '../../tools/local/project-folder.ts';
import { keepsake } from '../lib/synthesize.ts';
import { testKeys } from '../lib/test-keys.ts';
import { installCdk, packedCdk } from '../packages.ts';
import { run, runApp, tool } from './run-tools.ts';
import {
  anonymous,
  boundaryOf,
  resourcesIn,
  type StackJson,
  templateOf,
  uniqueNamesIn,
} from './templates.ts';

let folder: string;
let tarball: string;
let stacks: Record<string, StackJson>;

const installed = () => join(folder, 'node_modules/@keepsake/cdk');
const ours = defaultConfig('prod');
// Of test/cdk/host/app.ts.
const hostKeyArn = 'arn:aws:kms:eu-central-1:111111111111:key/0b2f6a1e-5f0e-4c8e-9d2a-3f1c7b9e4d10';

const stackOf = (name: RegExp): StackJson => {
  const [found] = Object.entries(stacks).filter(([key]) => name.test(key));
  if (!found) throw new Error(`No stack is named ${name}: ${Object.keys(stacks)}.`);
  return found[1];
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepsake-cdk-'));
  tarball = packedCdk();
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await installCdk(tarball, folder);
  await copyFile(join(projectFolder, 'test/cdk/host/app.ts'), join(folder, 'app.ts'));
  const { tags: _none, ...settings } = ours;
  const props = {
    ...settings,
    outdir: join(folder, 'cdk.out'),
    stackPrefix: 'Keepsake-prod',
    deliveryKeys: testKeys(),
  };
  // Outside of the repository, so that nothing of it is found by chance.
  const { stdout } = await run(process.execPath, ['app.ts', JSON.stringify(props)], {
    cwd: folder,
    maxBuffer: 2 ** 26,
  });
  stacks = JSON.parse(stdout);
});
afterAll(() => rm(folder, { recursive: true }));

describe('the packed construct', () => {
  it('brings built functions and a page about itself, and no sources', async () => {
    const files = await readdir(installed(), { recursive: true });
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'functions/presign/index.mjs']));
    expect(await readFile(join(installed(), 'settings.md'), 'utf8')).not.toContain('](');
    expect(files.filter((file) => /(?<!\.d)\.ts$/.test(file))).toEqual([]);
    expect(await readFile(join(installed(), 'index.js'), 'utf8')).not.toMatch(/esbuild|cdk-nag/);
  });

  it('is in order for publint, suggestions included', async () => {
    const { stdout } = await tool('publint', 'run', '--strict', tarball);
    expect(stdout).toContain('All good!');
  });

  it('has types that Node and bundlers resolve', async () => {
    const checked = tool('attw', '--profile', 'esm-only', '--format', 'json', tarball);
    const { entrypoints } = JSON.parse((await checked).stdout).analysis;
    expect(Object.keys(entrypoints)).toEqual(['.', './package.json']);
  });

  it('has the types its users need, in their app and in its README', async () => {
    const readme = await readFile(join(installed(), 'README.md'), 'utf8');
    const blocks = [...readme.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code]) => `${code}`);
    const files = blocks.map((_, index) => `readme-${index}.ts`);
    await Promise.all(
      blocks.map((code, index) => writeFile(join(folder, `${files[index]}`), code)),
    );
    const wrong = 'wrong.ts';
    await writeFile(
      join(folder, wrong),
      `import { Keepsake } from '@keepsake/cdk';
import { App } from 'aws-cdk-lib';
// @ts-expect-error a section has no such part
new Keepsake(new App(), 'A', { allowedOrigins: [], retention: { logDay: 30 } });
// @ts-expect-error origins are needed
new Keepsake(new App(), 'B', {});
`,
    );
    const options = '--noEmit --strict --skipLibCheck --module nodenext --target es2024'.split(' ');
    const types = ['--typeRoots', join(projectFolder, 'node_modules/@types'), '--types', 'node'];
    const tsc = join(projectFolder, 'node_modules/typescript/bin/tsc');
    const { stdout } = await run(
      process.execPath,
      [tsc, ...options, ...types, 'app.ts', wrong, ...files],
      { cwd: folder },
    ).catch(({ stdout }: { stdout: string }) => ({ stdout }));
    expect(stdout).toBe('');
  });
});

const appOf = (code: string) => runApp(code, folder);

describe('an app that has the construct', () => {
  let own: ReturnType<typeof keepsake>;
  beforeAll(() => {
    own = keepsake(ours, testKeys(), bundle);
  });

  it.each(['data', 'service', 'operators', 'delivery', 'observability'] as const)(
    'deploys the same %s stack as our own app, code included, but for names and tags',
    (part) => {
      const theirs = stackOf(new RegExp(`^Keepsake-prod-${part}$`, 'i')).template;
      expect(anonymous(theirs)).toEqual(anonymous(templateOf(own[part])));
    },
  );

  it('has two of them, under names that do not meet', () => {
    expect(
      Object.keys(stacks)
        .map((name) => name.replace(/[0-9A-F]{8}$/, ''))
        .sort(),
    ).toEqual([
      'Keepsake-prod-Data',
      'Keepsake-prod-Delivery',
      'Keepsake-prod-Observability',
      'Keepsake-prod-Operators',
      'Keepsake-prod-Service',
      'Shop',
      'ShopFilesData',
      'ShopFilesObservability',
      'ShopFilesOperators',
      'ShopFilesService',
    ]);
    const given = Object.values(stacks).flatMap(({ template }) => uniqueNamesIn(template));
    expect(given.length).toBeGreaterThan(50);
    expect(given.filter((name, index) => given.indexOf(name) !== index)).toEqual([]);
  });

  it('gets no tags from it, and hands its own down', () => {
    expect(stackOf(/^Keepsake-prod-Data$/).tags).toEqual({});
    expect(stackOf(/^ShopFilesData/).tags).toEqual({ team: 'shop' });
  });

  it('bounds every role below its stack, and none beside', () => {
    const bounded = [/^ShopFilesData/, /^ShopFilesService/].flatMap((name) =>
      boundaryOf(stackOf(name).template),
    );
    expect(bounded.length).toBeGreaterThan(30);
    expect(bounded.filter((boundary) => !boundary.includes('bounded'))).toEqual([]);
    expect(boundaryOf(stackOf(/^Keepsake-prod-Service$/).template).join('')).toBe('');
  });

  it('reaches every queue below its stack with its aspects', () => {
    const queues = resourcesIn(stackOf(/^ShopFilesService/).template).filter(
      ({ Type }) => Type === 'AWS::SQS::Queue',
    );
    expect(queues.length).toBeGreaterThan(10);
    for (const { Properties } of queues)
      expect(Properties?.KmsMasterKeyId).toBe('alias/of-the-host');
  });

  it('has what is stored encrypted with a key of its own, and hears what the key must allow', () => {
    const { template } = stackOf(/^ShopFilesData/);
    expect(resourcesIn(template).filter(({ Type }) => /^AWS::KMS/.test(Type))).toEqual([]);
    const tables = resourcesIn(template).filter(({ Type }) => /GlobalTable$/.test(Type));
    expect(tables.length).toBeGreaterThan(10);
    for (const { Properties } of tables)
      expect(Properties?.Replicas[0].SSESpecification.KMSMasterKeyId).toBe(hostKeyArn);
    const needed = JSON.parse(`${template.Outputs?.keyPolicy?.Value}`);
    expect(needed).toHaveLength(4);
    expect(JSON.stringify(needed)).toContain('"kms:CallerAccount":"111111111111"');
  });

  it('hears of a key of elsewhere at synthesis', async () => {
    const code = `const env = { account: '111111111111', region: 'eu-west-1' };
const ownKeys = { keyArn: '${hostKeyArn}' };
new Keepsake(new App(), 'Files', { allowedOrigins: ['https://a.example'], env, ownKeys });
`;
    await expect(appOf(code)).rejects.toMatchObject({
      stderr: expect.stringContaining('must be a key of account 111111111111 in eu-west-1'),
    });
  });

  it('hears of a second stage of the same name in the same place', async () => {
    const code = `const app = new App();
const at = (id, region) => new Keepsake(app, id, {
  allowedOrigins: ['https://a.example'],
  delivery: { enabled: false },
  stage: 'prod',
  env: { account: '111111111111', region },
});
at('Here', 'eu-west-1');
at('There', 'eu-central-1');
at('Twin', 'eu-west-1');
`;
    await expect(appOf(code)).rejects.toMatchObject({
      stderr: expect.stringContaining(
        "Here and Twin are both stage 'prod' of aws://111111111111/eu-west-1",
      ),
    });
  });

  it('hears that a bucket of its own is not taken', async () => {
    const code = `const buckets = { files: 'my-bucket' };
new Keepsake(new App(), 'Files', { allowedOrigins: ['https://a.example'], buckets });
`;
    await expect(appOf(code)).rejects.toMatchObject({
      stderr: expect.stringMatching(/Unrecognized key: "buckets"/),
    });
  });

  it('hears of completed and failed orders by rules in its own stack', () => {
    const rules = resourcesIn(stackOf(/^Shop$/).template).filter(
      ({ Type }) => Type === 'AWS::Events::Rule',
    );
    expect(rules.map(({ Properties }) => Properties?.EventPattern['detail-type'][0])).toEqual([
      'OrderMigrationCompleted',
      'OrderMigrationCompleted',
      'OrderMigrationFailed',
    ]);
  });

  it('hears of a wrong property at synthesis, by its path', async () => {
    const given = `{ allowedOrigins: ['*'], retention: { temporaryDays: 3 } }`;
    const code = `new Keepsake(new App(), 'Files', ${given});`;
    await expect(appOf(code)).rejects.toMatchObject({
      stderr: expect.stringMatching(
        /allowedOrigins\.0: [\s\S]*retention\.temporaryDays: [\s\S]*the properties of Files/,
      ),
    });
  });

  it('may be an app in CommonJS', async () => {
    const code = "process.stdout.write(typeof require('@keepsake/cdk').Keepsake)";
    const { stdout } = await run(process.execPath, ['--input-type=commonjs', '--eval', code], {
      cwd: folder,
    });
    expect(stdout).toBe('function');
  });
});
