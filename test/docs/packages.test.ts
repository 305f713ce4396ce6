import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { projectFiles } from '../../cli/project/project-files.ts';

const read = (file: string): string => readFileSync(file, 'utf8');
const manifest = (folder: string) => JSON.parse(read(`${folder}/package.json`));
const folders = ['client', 'react', 'cdk', 'create'];
const root = manifest('.');

describe('what every package says of itself', () => {
  it.each(folders)('%s: name, description, licence, module, version', (folder) => {
    const { name, description, license, type, version } = manifest(folder);
    expect([license, type, version]).toEqual(['MIT', 'module', root.version]);
    expect(description.length).toBeGreaterThan(20);
    expect(read(`${folder}/README.md`)).toMatch(new RegExp(`^# ${name}\n`));
  });

  it.each(folders.filter((folder) => folder !== 'react'))(
    '%s: its page says which Node it needs, as its engines do',
    (folder) => {
      const needed = /\d[\d.]*/.exec(manifest(folder).engines.node)?.[0];
      expect(read(`${folder}/README.md`)).toMatch(new RegExp(`Node ${needed} (and|or) later`));
    },
  );

  it('create: the tutorial and the project it writes need the same Node', () => {
    const needed = manifest('create').engines.node;
    expect(read('docs/site/pages/tutorial.md')).toContain(`Node ${needed.slice(2)} or later`);
    const files = projectFiles({ stage: 'a', origin: 'https://a.example', version: '1.0.0' });
    expect(JSON.parse(`${files['package.json']}`).engines.node).toBe(needed);
  });

  it('react: its page says which React it needs, as its peers do', () => {
    const needed = /\d+/.exec(manifest('react').peerDependencies.react)?.[0];
    expect(read('react/README.md')).toContain(`React ${needed} and later`);
  });

  it('installs nothing by a script of its own', () => {
    for (const folder of folders) expect(manifest(folder).scripts).toBeUndefined();
  });
});

describe('SECURITY.md', () => {
  const text = read('SECURITY.md');

  it.each(['Reporting a vulnerability', 'Supported versions', 'Threat model in brief'])(
    'has “%s”',
    (heading) => {
      expect(text).toContain(`## ${heading}\n`);
    },
  );

  it('names a test that exists for every threat', () => {
    const rows = text.split('\n').filter((line) => /^\| an? /.test(line));
    expect(rows.length).toBeGreaterThan(8);
    for (const row of rows) {
      const tests = [...row.matchAll(/\]\((test\/[^)]+)\)/g)].map(([, file]) => `${file}`);
      expect([row, tests.length > 0 && tests.every((file) => existsSync(file))]).toEqual([
        row,
        true,
      ]);
    }
  });
});

describe('CHANGELOG.md', () => {
  const versions = [...read('CHANGELOG.md').matchAll(/^## (.+)$/gm)].map(([, title]) => `${title}`);

  it('begins with what is not released, then has versions by semver, newest first', () => {
    const [first, ...released] = versions;
    expect(first).toBe('Unreleased');
    const numbers = released.map((title) =>
      /^(\d+)\.(\d+)\.(\d+)( - \d{4}-\d\d-\d\d)?$/.exec(title),
    );
    expect(numbers).not.toContain(null);
    const order = numbers.map((found) =>
      (found ?? []).slice(1, 4).reduce((sum, part) => sum * 1_000 + Number(part), 0),
    );
    expect(order).toEqual([...order].sort((one, other) => other - one));
  });

  it('says in docs/deploying.md how to upgrade from every version it has', () => {
    for (const title of versions.slice(1))
      expect(read('docs/deploying.md')).toContain(`rom ${title.split(' ')[0]}`);
  });

  it('has the version of package.json, or that is the next one', () => {
    expect(versions.slice(1).some((title) => title.startsWith(root.version))).toBe(true);
  });
});
