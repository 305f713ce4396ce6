import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import { assertOfKind } from './kinds.js';

const root = new URL('../../../', import.meta.url).href;
const globals = new URL('globals.js', import.meta.url).href;

let marks = 0;

/** A query that no test file of this worker had. Modules that the file imports get it, too. */
export const nextMark = () => `?test=${++marks}`;

const markOf = (url) => /\?test=\d+$/.exec(url)?.[0];

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

// Every test file gets modules of the project of its own. Packages are loaded once per worker.
registerHooks({
  resolve(specifier, context, next) {
    const mark = markOf(context.parentURL ?? '');
    if (mark === undefined || context.conditions.includes('require'))
      return next(specifier, context);
    if (specifier === '@jest/globals') return { url: `${globals}${mark}`, shortCircuit: true };
    assertOfKind(specifier);
    const found = next(specifier, context);
    return isOurs(found.url) ? { ...found, url: `${found.url}${mark}` } : found;
  },
  load(url, context, next) {
    if (markOf(url) === undefined || url.includes('.json?')) return next(url, context);
    return { format: 'module', source: sourceOf(fileURLToPath(url)), shortCircuit: true };
  },
});
