import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildOnce } from '../../../../lib/shared/bundle/bundle-cache.ts';

let root = '';
let builds = 0;

const build = (): { build: number } => {
  builds += 1;
  return { build: builds };
};

const entries = (): string[] => globSync('node_modules/.cache/keepsake/bundles-*', { cwd: root });

beforeEach(() => {
  builds = 0;
  root = mkdtempSync(join(tmpdir(), 'keepsake-cache-'));
  mkdirSync(join(root, 'core'));
  writeFileSync(join(root, 'core/order.ts'), 'one');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('buildOnce', () => {
  it('builds the same sources once', () => {
    expect([buildOnce(build, root), buildOnce(build, root)]).toEqual([{ build: 1 }, { build: 1 }]);
  });

  it('builds again when a source changed', () => {
    buildOnce(build, root);
    writeFileSync(join(root, 'core/order.ts'), 'two');
    expect(buildOnce(build, root)).toEqual({ build: 2 });
  });

  it('builds again when a source was added or the packages changed', () => {
    buildOnce(build, root);
    writeFileSync(join(root, 'core/upload.ts'), '');
    buildOnce(build, root);
    writeFileSync(join(root, 'package-lock.json'), '{}');
    expect(buildOnce(build, root)).toEqual({ build: 3 });
  });

  it('builds again when the entry is not readable', () => {
    buildOnce(build, root);
    for (const entry of entries()) writeFileSync(join(root, entry), '{');
    expect(buildOnce(build, root)).toEqual({ build: 2 });
  });

  it('keeps the newest entry alone', () => {
    buildOnce(build, root);
    writeFileSync(join(root, 'core/order.ts'), 'two');
    buildOnce(build, root);
    expect(entries()).toHaveLength(1);
  });
});
