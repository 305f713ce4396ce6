import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One import: a file from the root, and what it names: a file from the root, or a package. */
export type Import = { file: string; target: string };

const root = fileURLToPath(new URL('../..', import.meta.url));

export const productFolders = [
  'bin',
  'cdk',
  'lib',
  'lambdas',
  'core',
  'adapters',
  'client',
  'react',
  'cli',
  'console',
  'examples',
  'openapi',
  'tools',
] as const;

export const filesBelow = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map(({ parentPath, name }) => join(parentPath, name).slice(root.length));

export const sourcesBelow = (folder: string): string[] =>
  filesBelow(folder).filter((file) => /\.(tsx?|mjs|js)$/.test(file));

export const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

/** The imports of a file: relative names from the root, packages as they are. */
export const importsIn = (file: string, text: string): Import[] =>
  [...text.matchAll(/(?<![-'])\b(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, name = '']) => ({
    file,
    target: name.startsWith('.') ? normalize(join(dirname(file), name)) : name,
  }));

export const importsBelow = (folder: string): Import[] =>
  sourcesBelow(folder).flatMap((file) => importsIn(file, textOf(file)));
