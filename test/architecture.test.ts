import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('..', import.meta.url));

type Import = { file: string; target: string };

const sourcesOf = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(folder, file));

/** Relative imports as paths from the root, packages by their name. */
const importsOf = (file: string): Import[] =>
  [
    ...readFileSync(join(root, file), 'utf8').matchAll(
      /(?<![-'])\b(?:from|import)\s*\(?\s*'([^']+)'/g,
    ),
  ].map(([, specifier = '']) => ({
    file,
    target: specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : specifier,
  }));

const allImports = (folder: string): Import[] => sourcesOf(folder).flatMap(importsOf);

const outside = (folder: string, allowed: RegExp): Import[] =>
  allImports(folder).filter(({ target }) => !allowed.test(target));

describe('layers', () => {
  it('core imports core, zod and the crypto of its platform', () => {
    expect(outside('core', /^(core\/|zod$|node:crypto$)/)).toEqual([]);
  });

  it('adapters import core, one another and their SDKs', () => {
    expect(
      outside(
        'adapters',
        /^(core\/|adapters\/|node:|@aws-sdk\/client-|@aws-sdk\/lib-dynamodb$|@aws-sdk\/util-dynamodb$|@smithy\/signature-v4$|jose$|file-type$|hash-wasm$|pg$|csv-parse$|fast-xml-parser$|ipaddr\.js$|mime$|sharp$|standardwebhooks$|zod$)/,
      ),
    ).toEqual([]);
  });

  it('lambdas import core, adapters, lambdas/shared and what they are run by', () => {
    expect(
      outside(
        'lambdas',
        /^(core\/|adapters\/|lambdas\/|zod$|@middy\/core$|@aws-lambda-powertools\/|@aws-sdk\/client-|aws-lambda$|node:(crypto|fs|path)$|lean-qr(\/|$))/,
      ),
    ).toEqual([]);
  });

  it('lib imports CDK, nag, esbuild, zod and of core only contracts, errors and metric names', () => {
    expect(
      outside(
        'lib',
        /^(lib\/|core\/(contract|routes|route-functions|payment-contract|webhook-contract|challenge-contract|errors|event-names|metric-names|table-indexes|uploads\/model\/media-type)\.ts$|aws-cdk-lib|constructs$|cdk-nag$|esbuild$|zod$|node:)/,
      ),
    ).toEqual([]);
  });

  it('openapi imports core, zod and the one table of problems', () => {
    expect(
      outside('openapi', /^(openapi\/|core\/|lambdas\/shared\/problem\.ts$|zod$|node:)/),
    ).toEqual([]);
  });

  it('cli imports core, adapters, the operators’ client and the clients it hands to them; never lib, lambdas or local', () => {
    expect(
      outside(
        'cli',
        /^(cli\/|core\/|adapters\/|client\/operator\/operator\.ts$|node:|@aws-sdk\/client-(s3|dynamodb|eventbridge)$)/,
        // It has the text of another app.
      ).filter(({ file }) => file !== 'cli/project/project-files.ts'),
    ).toEqual([]);
  });

  it('delivery-keys imports lib and the client of its secrets', () => {
    expect(
      outside(
        'tools/delivery-keys',
        /^(tools\/delivery-keys\/|lib\/|@aws-sdk\/client-secrets-manager$|node:)/,
      ),
    ).toEqual([]);
  });

  it('the client imports itself and its platform; of Uppy only its examples', () => {
    const others = outside('client', /^(client\/|node:)/).filter(
      ({ file }) => !/^client\/(build|examples)\//.test(file),
    );
    expect(others).toEqual([]);
  });

  it('the field for React imports the client by its published name, and React', () => {
    const others = outside('react', /^(react\/|@keepsake\/client\/browser$|react$)/).filter(
      ({ file }) => !file.startsWith('react/build/'),
    );
    expect(others).toEqual([]);
  });

  it('examples import the client by its published name, and Uppy', () => {
    expect(outside('examples', /^(examples\/|@keepsake\/client(\/uppy)?$|@uppy\/)/)).toEqual([]);
  });

  it('what the client runs in browsers imports nothing of Node', () => {
    const inNode = /^client\/(node\.ts|node\/|build\/)/;
    expect(
      allImports('client').filter(
        ({ file, target }) => !inNode.test(file) && /^(node:|client\/node)/.test(target),
      ),
    ).toEqual([]);
  });

  it('the console imports itself, the operators’ client and its libraries; no API but that one', () => {
    expect(
      outside(
        'console',
        /^(console\/|@keepsake\/client\/operator$|react(-dom\/client|-oidc-context|-router(\/dom)?)?$|@cloudscape-design\/|@tanstack\/react-query$|oidc-client-ts$)/,
      ).filter(({ file }) => !/^console\/(vite\.config\.ts|build\/)/.test(file)),
    ).toEqual([]);
  });

  it('screens of the console import no other screen, and nothing imports them but their table', () => {
    const screenOf = (file: string): string | undefined =>
      /^console\/screens\/([^/]+)\//.exec(file)?.[1];
    const wrong = allImports('console').filter(
      ({ file, target }) =>
        screenOf(target) !== undefined &&
        screenOf(target) !== screenOf(file) &&
        file !== 'console/app/screens.ts',
    );
    expect(wrong).toEqual([]);
  });

  it('tests and records are of the stages as they come: what a deployer makes of one breaks none', () => {
    const ofDeployers = ['test', 'tools/release']
      .flatMap(sourcesOf)
      .filter((file) => readFileSync(join(root, file), 'utf8').includes('stageConfig('));
    expect(ofDeployers.filter((file) => file !== 'test/architecture.test.ts')).toEqual([
      'test/lib/config.test.ts',
    ]);
  });

  it('the construct for other apps imports lib, the names of events, the CDK and its flags', () => {
    const others = outside(
      'cdk',
      /^(cdk\/|lib\/|core\/event-names\.ts$|cdk\.json$|aws-cdk-lib|constructs$|node:(fs|os|path|url)$)/,
    ).filter(({ file }) => !file.startsWith('cdk/build/'));
    expect(others).toEqual([]);
  });

  it('bin imports lib and CDK', () => {
    expect(outside('bin', /^(lib\/|aws-cdk-lib|cdk-nag$)/)).toEqual([]);
  });
});

describe('core', () => {
  it('has no ambient time, randomness or environment: Clock, Ids and settings are passed in', () => {
    const ambient = /Date\.now\(|new Date\(\)|Math\.random\(|randomUUID|randomBytes|process\.env/;
    expect(
      sourcesOf('core').filter((file) => ambient.test(readFileSync(join(root, file), 'utf8'))),
    ).toEqual([]);
  });
});
