import { hash } from 'node:crypto';
import { InvalidInput } from '../../errors.ts';
import type { BatchPlan } from './batch.ts';
import { PathMatcher } from './path-matcher.ts';
import { BadPattern } from './path-pattern.ts';

type Patterns = Pick<BatchPlan, 'include' | 'exclude' | 'filter'>;

type Selected = Patterns & Pick<BatchPlan, 'shard' | 'ignoreCase'>;

/** True for the paths of a shard. Each path is in exactly one shard. */
export const isInShard = (
  { index, count }: NonNullable<BatchPlan['shard']>,
  path: string,
): boolean => Number.parseInt(hash('sha256', path, 'hex').slice(0, 8), 16) % count === index - 1;

/** One pattern, and whether any path matched it so far. */
type Rule = {
  option: keyof Patterns;
  glob: string;
  takes: boolean;
  matcher: PathMatcher;
  hasMatched: boolean;
};

/** A pattern that ends in `/` names a folder: excluding it excludes all that is below. */
const matcherOf = (takes: boolean, glob: string): PathMatcher =>
  new PathMatcher(!takes && glob.endsWith('/') ? `${glob}**` : glob);

/** The parts of a rule: a pattern as it was written, and whether it takes or leaves files. */
type Written = Pick<Rule, 'option' | 'glob' | 'takes'>;

/** Changes patterns and paths alike before they are compared. */
type Fold = (text: string) => string;

const ruleOf = ({ option, glob, takes }: Written, fold: Fold): Rule => {
  try {
    return { option, glob, takes, matcher: matcherOf(takes, fold(glob)), hasMatched: false };
  } catch (error) {
    if (!(error instanceof BadPattern)) throw error;
    throw InvalidInput.of(option, `the pattern '${glob}' ${error.message}`);
  }
};

const filterOf = (rule: string): Written => {
  const [, sign, glob] = /^([+-]) +(.*)$/.exec(rule) ?? [];
  if (glob !== undefined) return { option: 'filter', glob, takes: sign === '+' };
  const message = `'${rule}' must be written '+ glob' or '- glob'`;
  throw InvalidInput.of('filter', message);
};

/** The decision of the first rule that matches; without one the path is taken. */
const decide = (rules: readonly Rule[], path: string): boolean => {
  for (const rule of rules) {
    if (!rule.matcher.matches(path)) continue;
    rule.hasMatched = true;
    return rule.takes;
  }
  return true;
};

/** Asks every pattern that nothing matched yet, so that `unmatched` is true of each. */
const anyMatches = (rules: readonly Rule[], path: string): boolean => {
  let found = false;
  for (const rule of rules) {
    if (found && rule.hasMatched) continue;
    if (!rule.matcher.matches(path)) continue;
    found = true;
    rule.hasMatched = true;
  }
  return found;
};

/**
 * The paths of a batch: any of `include` (or none given), and none of `exclude`. With `filter`, its
 * rules decide. With a shard, only the paths of the shard. `ignoreCase` is about patterns only.
 */
export class PathSelection {
  readonly #include: readonly Rule[];
  readonly #exclude: readonly Rule[];
  readonly #filter: readonly Rule[];
  readonly #shard: BatchPlan['shard'];
  readonly #fold: Fold;

  /** Throws `InvalidInput` for a pattern that cannot be read. */
  constructor({ include, exclude, filter = [], shard, ignoreCase = false }: Selected) {
    this.#shard = shard;
    this.#fold = ignoreCase ? (text) => text.toLowerCase() : (text) => text;
    const ruled = (written: Written): Rule => ruleOf(written, this.#fold);
    this.#include = include.map((glob) => ruled({ option: 'include', glob, takes: true }));
    this.#exclude = exclude.map((glob) => ruled({ option: 'exclude', glob, takes: false }));
    this.#filter = filter.map((rule) => ruled(filterOf(rule)));
  }

  selects(path: string): boolean {
    if (this.#shard && !isInShard(this.#shard, path)) return false;
    const text = this.#fold(path);
    const isIncluded = this.#include.length === 0 || anyMatches(this.#include, text);
    return !anyMatches(this.#exclude, text) && isIncluded && decide(this.#filter, text);
  }

  /** The patterns that matched no path so far. */
  get unmatched(): Pick<Rule, 'option' | 'glob'>[] {
    return [...this.#include, ...this.#exclude, ...this.#filter].filter(
      ({ hasMatched }) => !hasMatched,
    );
  }
}
