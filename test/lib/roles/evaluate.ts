import type { CalledRight } from './called-rights.ts';
import type { Statement } from './permissions.ts';

/** One action on one resource that a statement allows or denies, as templates name them. */
export type Granted = {
  effect: string;
  action: string;
  resource: string;
  condition: Record<string, Record<string, string | string[]>>;
};

/** A condition for each of the values that a key may equal, so that a value nobody uses is found. */
const oneByOne = (condition: Granted['condition']): Granted['condition'][] => {
  const { StringEquals, ...others } = condition;
  const all = Object.entries(StringEquals ?? {}).reduce<Record<string, string>[]>(
    (combined, [key, values]) =>
      combined.flatMap((some) => [values].flat().map((value) => ({ ...some, [key]: value }))),
    [{}],
  );
  return StringEquals ? all.map((each) => ({ ...others, StringEquals: each })) : [condition];
};

/** Every action of a statement on every one of its resources. `name` writes a resource as text. */
export const grantedBy = (
  { Effect, Action, Resource, Condition = {} }: Statement,
  name: (resource: unknown) => string,
): Granted[] =>
  [Resource].flat().flatMap((resource) =>
    [Action].flat().flatMap((action) =>
      oneByOne(Condition as Granted['condition']).map((condition) => ({
        effect: Effect,
        action,
        resource: name(resource),
        condition,
      })),
    ),
  );

/** A pure function of a text that answers each text once: the same few come a million times. */
const once = <Answer>(answer: (text: string) => Answer): ((text: string) => Answer) => {
  const known = new Map<string, Answer>();
  return (text) => {
    const found = known.get(text) ?? answer(text);
    known.set(text, found);
    return found;
  };
};

/** IAM's wildcards: `*` is any text, `?` one character. */
const expressionOf = once((pattern) => {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`);
});

const matches = (pattern: string, text: string): boolean => expressionOf(pattern).test(text);

type Test = (actual: string | undefined, wanted: string[]) => boolean;

/** The operators that our policies use. A policy with another one matches nothing here. */
const operators: Record<string, Test> = {
  StringEquals: (actual, wanted) => actual !== undefined && wanted.includes(actual),
  Bool: (actual, wanted) => actual !== undefined && wanted.includes(actual),
  ArnEquals: (actual, wanted) =>
    actual !== undefined && wanted.some((pattern) => matches(pattern, actual)),
  ArnLike: (actual, wanted) =>
    actual !== undefined && wanted.some((pattern) => matches(pattern, actual)),
  // A request without the key passes.
  'ForAllValues:StringLike': (actual, wanted) =>
    actual === undefined || wanted.some((pattern) => matches(pattern, actual)),
};

const holds = (condition: Granted['condition'], keys: Record<string, string>): boolean =>
  Object.entries(condition).every(([operator, wanted]) =>
    Object.entries(wanted).every(([key, values]) =>
      operators[operator]?.(keys[key.toLowerCase()], [values].flat()),
    ),
  );

const parse = once((right: CalledRight) => {
  const [action = '', resource = '', ...pairs] = right.split(' ');
  const keys = pairs.map((pair): [string, string] => {
    const end = pair.indexOf('=');
    return [pair.slice(0, end).toLowerCase(), pair.slice(end + 1)];
  });
  return { action, resource, keys: Object.fromEntries(keys) };
});

/** True if the statement is about this call. */
export const isAbout = (granted: Granted, right: CalledRight): boolean => {
  const { action, resource, keys } = parse(right);
  return (
    matches(granted.action, action) &&
    matches(granted.resource, resource) &&
    holds(granted.condition, keys)
  );
};

/** IAM's decision: a denial wins, and what nothing allows is denied. */
export const isAllowed = (granted: readonly Granted[], right: CalledRight): boolean => {
  const about = granted.filter((each) => isAbout(each, right));
  return about.length > 0 && about.every(({ effect }) => effect === 'Allow');
};

/** Calls that a role is refused, and grants that no call needs. */
export const misfits = (granted: readonly Granted[], called: readonly CalledRight[]) => ({
  missing: called.filter((right) => !isAllowed(granted, right)),
  superfluous: granted.filter(
    (each) => each.effect === 'Allow' && !called.some((right) => isAbout(each, right)),
  ),
});
