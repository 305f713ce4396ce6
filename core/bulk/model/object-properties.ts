import { InvalidInput } from '../../errors.ts';
import { isMark, userMetadata } from './metadata-headers.ts';
import { PathMatcher } from './path-matcher.ts';
import { BadPattern } from './path-pattern.ts';

/** Properties that a source's objects hand on: all, all but tags, or none. */
export const metadataChoices = ['all', 'no-tags', 'none'] as const;

/** Headers of S3 that an object can be created with. */
const settable = new Set([
  'content-type',
  'content-encoding',
  'content-language',
  'content-disposition',
  'cache-control',
  'expires',
  'x-amz-website-redirect-location',
  'x-amz-tagging',
  'x-amz-storage-class',
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-server-side-encryption-bucket-key-enabled',
  'x-amz-server-side-encryption-context',
  'x-amz-acl',
]);

/** One header that files get, or those that a glob matches. */
export type PropertyRule = { glob?: string | undefined; name: string; value: string };

/** The part of a plan that says which headers files get. */
type Settings = { set?: readonly PropertyRule[] | undefined };

type Rule = { matcher: PathMatcher | undefined; name: string; value: string };

/** The headers that a plan gives to its files. Of several rules for one header the last counts. */
export class ObjectProperties {
  readonly #rules: readonly Rule[];

  /** Throws `InvalidInput`. */
  constructor({ set = [] }: Settings) {
    this.#rules = set.map(ruleOf);
  }

  /** Header values by name in lower case; `undefined` if there are none. */
  of(path: string): Readonly<Record<string, string>> | undefined {
    const found = this.#rules.filter(({ matcher }) => matcher?.matches(path) ?? true);
    return found.length === 0
      ? undefined
      : Object.fromEntries(found.map(({ name, value }) => [name, value]));
  }
}

const ruleOf = ({ glob, name, value }: PropertyRule): Rule => {
  const known = settable.has(name) || name.startsWith(userMetadata);
  if (!known || isMark(name))
    throw wrong(`${name} cannot be set. One of: ${[...settable].join(', ')}, ${userMetadata}…`);
  // Another character could end the header, or be signed differently from how it is sent.
  if (!/^[\x20-\x7e]*$/.test(value) || value.trim() !== value)
    throw wrong(`the value of ${name} must be printable ASCII`);
  return { name, value, matcher: glob === undefined ? undefined : matcherOf(glob) };
};

const wrong = (message: string): InvalidInput => InvalidInput.of('set', message);

const matcherOf = (glob: string): PathMatcher => {
  try {
    return new PathMatcher(glob);
  } catch (error) {
    if (!(error instanceof BadPattern)) throw error;
    throw wrong(`the pattern '${glob}' ${error.message}`);
  }
};

const compiled = new WeakMap<Settings, ObjectProperties>();

/** The headers that a plan gives to a file. Patterns are read once for each plan. */
export const propertiesOf = (plan: Settings, path: string) => {
  if (plan.set === undefined) return undefined;
  const properties = compiled.get(plan) ?? new ObjectProperties(plan);
  compiled.set(plan, properties);
  return properties.of(path);
};
