import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const target = process.argv[2] ?? join(root, 'dist', 'create');

// Builds the package `create-keepsake` into dist/create (or the folder that is named).
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
for (const file of ['package.json', 'README.md', 'create-keepsake.js'])
  copyFileSync(join(root, 'create', file), join(target, basename(file)));
copyFileSync(join(root, 'LICENSE'), join(target, 'LICENSE'));
process.stderr.write('create-keepsake is built.\n');
