import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brunoFiles } from './collection.ts';

// Writes the collection of docs/openapi.json into dist/bruno.
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'dist', 'bruno');

rmSync(folder, { recursive: true, force: true });
const files = brunoFiles(JSON.parse(readFileSync(join(root, 'docs/openapi.json'), 'utf8')));
for (const [name, text] of files) {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
process.stdout.write(`Written ${relative('.', folder)}: open it as a collection in Bruno.\n`);
