import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import {
  functionsPlatform,
  installedPackages,
} from '../../../../lib/shared/bundle/install-packages.ts';
import { lockExcerpt } from '../../../../lib/shared/bundle/package-lock-excerpt.ts';
import { pictureLock } from '../../../../lib/shared/bundle/picture-code.ts';

const folder = mkdtempSync(join(tmpdir(), 'keepsake-packages-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the machine of the functions', () => {
  const host = { platform: 'darwin', arch: 'x64' };

  it('is Lambda’s arm64, on whichever machine it is synthesized', () => {
    expect(functionsPlatform({}, host)).toEqual({ os: 'linux', cpu: 'arm64' });
  });

  it('is this one where the stage goes to an endpoint of one’s own', () => {
    const local = { AWS_ENDPOINT_URL: 'http://localhost:4566' };
    expect(functionsPlatform(local, host)).toEqual({ os: 'darwin', cpu: 'x64' });
  });
});

describe('the lock of what draws', () => {
  const lock = pictureLock();

  it('has libvips for Lambda, and each package with the hash of our own lock', () => {
    const { '': root, ...packages } = lock.packages;
    expect(root.dependencies).toEqual({ sharp: expect.stringMatching(/^\d/) });
    const names = Object.keys(packages);
    expect(names).toEqual(
      expect.arrayContaining([
        'node_modules/@img/sharp-linux-arm64',
        'node_modules/@img/sharp-libvips-linux-arm64',
      ]),
    );
    for (const entry of Object.values(packages))
      expect(entry).toEqual(
        expect.objectContaining({ integrity: expect.stringMatching(/^sha512/) }),
      );
  });

  it('of a package that is not locked is refused', () => {
    expect(() => lockExcerpt(lock, 'sharper')).toThrow('no package sharper');
  });
});

describe('packages that were installed', () => {
  it('are found again, and npm is not asked', () => {
    const lock = { name: 'x', version: '0.0.0', lockfileVersion: 3, packages: { '': {} } };
    const on = { os: 'linux', cpu: 'arm64' };
    const place = installedPackages(folder, lock, on);
    mkdirSync(join(place, 'node_modules'), { recursive: true });
    writeFileSync(join(place, 'node_modules', 'mark'), '');
    expect(installedPackages(folder, lock, on)).toBe(place);
    expect(readdirSync(join(place, 'node_modules'))).toContain('mark');
    expect(installedPackages(folder, lock, { os: 'linux', cpu: 'x64' })).not.toBe(place);
  });
});
