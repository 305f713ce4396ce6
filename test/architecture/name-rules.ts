import type { Text } from './size-rules.ts';

/** Participles that end in nothing regular, and adverbs. */
const irregular = new Set(['written', 'taken', 'anew', 'whole', 'once', 'held', 'kept', 'sent']);

/** Verbs that look like participles. */
const verbs = new Set([
  'apply',
  'need',
  'proceed',
  'succeed',
  'exceed',
  'feed',
  'embed',
  'speed',
  'seed',
]);

const isParticipleOrAdverb = (name: string): boolean =>
  irregular.has(name) || (/^[a-z]+(ed|ly)$/.test(name) && !verbs.has(name));

const asyncNames = (text: string): string[] =>
  [
    ...text.matchAll(/\basync (?:function)?\s*\*?\s*#?(\w+)\s*[(<]/g),
    ...text.matchAll(/\bconst (\w+)(?:: [^=]+)? = async\b/g),
  ].map(([, name = '']) => name);

/**
 * Async functions that are named by a participle or an adverb instead of a verb, as `file: name`.
 */
export const wrongAsyncNames = (texts: readonly Text[]): string[] =>
  texts.flatMap(({ file, text }) =>
    asyncNames(text)
      .filter(isParticipleOrAdverb)
      .map((name) => `${file}: ${name}`),
  );
