import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type BillOfMaterials, billOfMaterials } from '../../../tools/release/bill-of-materials.ts';

type Lock = { packages: Record<string, { name?: string; version?: string }> };

const { packages }: Lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));

const locked = Object.entries(packages)
  .filter(([path]) => path !== '')
  .map(([path, { name, version }]) => `${name ?? path.split('node_modules/').at(-1)}@${version}`);

describe('the bill of materials', () => {
  let bill: BillOfMaterials;

  beforeAll(async () => {
    bill = await billOfMaterials();
  });

  it('is CycloneDX, and of keepsake whatever folder it lies in', () => {
    expect(bill).toMatchObject({
      bomFormat: 'CycloneDX',
      metadata: { component: { name: 'keepsake' } },
    });
  });

  it('has every package of the lock file in its version, and no other', () => {
    const listed = bill.components.map(({ purl, version }) => {
      const name = decodeURIComponent(purl.slice('pkg:npm/'.length, purl.lastIndexOf('@')));
      return `${name}@${version}`;
    });
    expect([...new Set(listed)].sort()).toEqual([...new Set(locked)].sort());
  });

  it('names no registry and no folder of this machine', () => {
    expect(JSON.stringify(bill)).not.toMatch(/"distribution"|file:\/\//);
  });
});
