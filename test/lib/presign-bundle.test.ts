import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { bundle } from '../../lib/shared/bundle/bundle.ts';

type Metafile = { outputs: Record<string, { inputs: Record<string, unknown> }> };

const folder = mkdtempSync(join(tmpdir(), 'keepsake-bundle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const kilobytesOf = (name: string): number =>
  statSync(join(bundle(name, folder), 'index.mjs')).size / 1024;

const packagesIn = (name: string): string[] => {
  bundle(name, folder);
  const { outputs }: Metafile = JSON.parse(readFileSync(join(folder, 'metafile.json'), 'utf8'));
  const [, output] = Object.entries(outputs).find(([file]) => file.includes(`/${name}/`)) ?? [];
  const inputs = Object.keys(output?.inputs ?? {});
  return [
    ...new Set(
      inputs.flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []),
    ),
  ];
};

describe('presign, which most clients meet first', () => {
  it('starts with no client but those of DynamoDB and S3, and reads no file', () => {
    const packages = packagesIn('presign');
    expect(packages.filter((name) => name.startsWith('@aws-sdk/client-')).sort()).toEqual([
      '@aws-sdk/client-dynamodb',
      '@aws-sdk/client-s3',
    ]);
    expect(packages).not.toContain('file-type');
    expect(packages).not.toContain('hash-wasm');
  });

  it('has a smaller bundle than the other uploads', () => {
    expect(kilobytesOf('presign')).toBeLessThan(kilobytesOf('uploads') - 100);
    expect(kilobytesOf('presign')).toBeLessThan(570);
  });
});
