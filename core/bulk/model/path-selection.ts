import { InvalidInput } from '../../errors.ts';
import type { BatchPlan } from './batch.ts';
import { PathMatcher } from './path-matcher.ts';
import { BadPattern } from './path-pattern.ts';

type Patterns = Pick<BatchPlan, 'include' | 'exclude'>;

/** One pattern, and whether any path matched it so far. */
type Rule = { option: keyof Patterns; glob: string; matcher: PathMatcher; hasMatched: boolean };

/** A pattern that ends in `/` names a folder: excluding it excludes all that is below. */
const matcherOf = (option: keyof Patterns, glob: string): PathMatcher =>
  new PathMatcher(option === 'exclude' && glob.endsWith('/') ? `${glob}**` : glob);

const ruleOf = (option: keyof Patterns, glob: string): Rule => {
  try {
    return { option, glob, matcher: matcherOf(option, glob), hasMatched: false };
  } catch (error) {
    if (!(error instanceof BadPattern)) throw error;
    throw new InvalidInput([{ field: option, message: `the pattern '${glob}' ${error.message}` }]);
  }
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

/** Which paths are part of a batch: any of `include` (or none given), and none of `exclude`. */
export class PathSelection {
  readonly #include: readonly Rule[];
  readonly #exclude: readonly Rule[];

  /** Throws `InvalidInput` for a pattern that cannot be read. */
  constructor({ include, exclude }: Patterns) {
    this.#include = include.map((glob) => ruleOf('include', glob));
    this.#exclude = exclude.map((glob) => ruleOf('exclude', glob));
  }

  selects(path: string): boolean {
    const isIncluded = this.#include.length === 0 || anyMatches(this.#include, path);
    return !anyMatches(this.#exclude, path) && isIncluded;
  }

  /** The patterns that matched no path so far. */
  get unmatched(): Pick<Rule, 'option' | 'glob'>[] {
    return [...this.#include, ...this.#exclude].filter(({ hasMatched }) => !hasMatched);
  }
}
