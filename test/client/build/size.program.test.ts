import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { browserEntry, bundleForBrowser, bundleForNode } from '../../../client/build/bundle.ts';

describe('the bundle for browsers', () => {
  it('has at most 12.5 kB gzipped, its worker included', async () => {
    expect(gzipSync(await bundleForBrowser(browserEntry), { level: 9 }).length).toBeLessThanOrEqual(
      12_500,
    );
  });

  it('imports nothing', async () => {
    expect(await bundleForBrowser(browserEntry)).not.toMatch(/\bfrom\s*"|\bimport\s*"|require\(/);
  });
});

describe('the bundle for Node', () => {
  it('imports Node alone', async () => {
    const imported = [...(await bundleForNode()).matchAll(/(?:from|import)\s*"([^"]+)"/g)].map(
      ([, name]) => name,
    );
    expect(imported.filter((name) => !name?.startsWith('node:'))).toEqual([]);
  });
});
