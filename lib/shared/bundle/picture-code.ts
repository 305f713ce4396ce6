import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from './bundle-cache.ts';
import { addLockedPackages } from './install-packages.ts';
import { lockExcerpt, type PackageLock } from './package-lock-excerpt.ts';

const project = fileURLToPath(new URL('../../..', import.meta.url));

/** What the drawing of pictures needs beside its bundle, as this repository's lock has it. */
export const pictureLock = (): PackageLock =>
  lockExcerpt(JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8')), 'sharp');

/** Puts libvips beside a function's code. The first call on a machine takes npm's registry. */
export const addPictureCode = (directory: string): void =>
  addLockedPackages(cacheFolder(), pictureLock)(directory);
