import { hash } from 'node:crypto';
import { InvalidInput } from '../../errors.ts';
import type { BatchPlan } from './batch.ts';
import { PathMatcher } from './path-matcher.ts';
import { BadPattern } from './path-pattern.ts';

type Patterns = Pick<BatchPlan, 'include' | 'exclude' | 'filter'>;

type Selected = Patterns & Pick<BatchPlan, 'shard' | 'ignoreCase'>;

/** Whether a path is wanted. `isFolder`: an unreadable folder, for all files below it. */
export type Selects = (path: string, isFolder?: boolean) => boolean;

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

/** A pattern that no path matched, and the option it was written with. */
export type UnmatchedPattern = Pick<Rule, 'option' | 'glob'>;

/** The parts of a rule: a pattern as it was written, and whether it takes or leaves files. */
type Written = Pick<Rule, 'option' | 'glob' | 'takes'>;

/** Changes patterns and paths alike before they are compared. */
type Fold = (text: string) => string;

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

  /** `isFolder`: the path is one of a folder, ends in `/`, and stands for all that is below. */
  selects(path: string, isFolder = false): boolean {
    if (isFolder) return this.#mayHold(this.#fold(path));
    if (this.#shard && !isInShard(this.#shard, path)) return false;
    const text = this.#fold(path);
    const isIncluded = this.#include.length === 0 || anyMatches(this.#include, text);
    return !anyMatches(this.#exclude, text) && isIncluded && decide(this.#filter, text);
  }

  /** True if a file of the folder may be selected, in this shard or in another one. */
  #mayHold(folder: string): boolean {
    const isIncluded =
      this.#include.length === 0 || this.#include.some((rule) => mayMatchBelow(rule, folder));
    const isExcluded = this.#exclude.some((rule) => matchesAllBelow(rule, folder));
    return isIncluded && !isExcluded && mayTakeBelow(this.#filter, folder);
  }

  /** The patterns that matched no path so far. */
  get unmatched(): UnmatchedPattern[] {
    return [...this.#include, ...this.#exclude, ...this.#filter].filter(
      ({ hasMatched }) => !hasMatched,
    );
  }
}

const ruleOf = ({ option, glob, takes }: Written, fold: Fold): Rule => {
  try {
    return { option, glob, takes, matcher: matcherOf(takes, fold(glob)), hasMatched: false };
  } catch (error) {
    if (!(error instanceof BadPattern)) throw error;
    throw InvalidInput.of(option, `the pattern '${glob}' ${error.message}`);
  }
};

/** A pattern that ends in `/` names a folder: excluding it excludes all that is below. */
const matcherOf = (takes: boolean, glob: string): PathMatcher =>
  new PathMatcher(!takes && glob.endsWith('/') ? `${glob}**` : glob);

const filterOf = (rule: string): Written => {
  const [, sign, glob] = /^([+-]) +(.*)$/.exec(rule) ?? [];
  if (glob !== undefined) return { option: 'filter', glob, takes: sign === '+' };
  const message = `'${rule}' must be written '+ glob' or '- glob'`;
  throw InvalidInput.of('filter', message);
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

/** The decision of the first rule that matches; without one the path is taken. */
const decide = (rules: readonly Rule[], path: string): boolean => {
  for (const rule of rules) {
    if (!rule.matcher.matches(path)) continue;
    rule.hasMatched = true;
    return rule.takes;
  }
  return true;
};

const mayMatchBelow = ({ matcher }: Rule, folder: string): boolean => matcher.mayMatchBelow(folder);

/** True if everything below a folder matches: no pattern names these parts. */
const matchesAllBelow = ({ matcher }: Rule, folder: string): boolean =>
  matcher.matches(`${folder}\u{1}`) && matcher.matches(`${folder}\u{1}/\u{1}`);

/** True if the rules may take a file of a folder. */
const mayTakeBelow = (rules: readonly Rule[], folder: string): boolean => {
  for (const rule of rules) {
    if (rule.takes && mayMatchBelow(rule, folder)) return true;
    if (!rule.takes && matchesAllBelow(rule, folder)) return false;
  }
  return true;
};
