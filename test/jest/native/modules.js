import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import { assertOfKind } from './kinds.js';
import { statelessFolders } from './stateless.ts';

const root = new URL('../../../', import.meta.url).href;
const globals = new URL('globals.js', import.meta.url).href;
const stateless = statelessFolders.map((folder) => new URL(`${folder}/`, root).href);

let marks = 0;

/** A query that no test file of this worker had. Modules that the file imports get it, too. */
export const nextMark = () => `?test=${++marks}`;

const mark = /\?test=\w+$/;
const markOf = (url) => mark.exec(url)?.[0];
const withoutMark = (url) => url.replace(mark, '');

const isStateless = (url) => stateless.some((folder) => url.startsWith(folder));
const markFor = (url, ofFile) => (isStateless(url) ? '?test=shared' : ofFile);

const isOurs = (url) => url.startsWith(root) && !url.includes('/node_modules/');

const withoutTypes = (file) => {
  const source = readFileSync(file, 'utf8');
  return /\.tsx?$/.test(file)
    ? stripTypeScriptTypes(source, { sourceUrl: file })
    : `${source}\n//# sourceURL=${file}`;
};

const sources = new Map();
const sourceOf = (file) => {
  const source = sources.get(file) ?? withoutTypes(file);
  sources.set(file, source);
  return source;
};

// No file moves while a worker runs. Each test file would look for all its modules again.
const found = new Map();
const findOnce = (specifier, context, next) => {
  const importer = withoutMark(context.parentURL);
  const key = `${importer} ${specifier}`;
  const known = found.get(key) ?? next(specifier, context);
  found.set(key, known);
  return { ...known, shortCircuit: true };
};

// Every test file gets modules of the project of its own. Packages and
// folders without state are loaded once per worker.
registerHooks({
  resolve(specifier, context, next) {
    const ofFile = markOf(context.parentURL ?? '');
    if (ofFile === undefined || context.conditions.includes('require'))
      return next(specifier, context);
    if (specifier === '@jest/globals') return { url: `${globals}${ofFile}`, shortCircuit: true };
    assertOfKind(specifier);
    const module = findOnce(specifier, context, next);
    return isOurs(module.url)
      ? { ...module, url: `${module.url}${markFor(module.url, ofFile)}` }
      : module;
  },
  load(url, context, next) {
    if (markOf(url) === undefined || url.includes('.json?')) return next(url, context);
    return { format: 'module', source: sourceOf(fileURLToPath(url)), shortCircuit: true };
  },
});
