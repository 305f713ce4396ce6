import type { KeyStatement, Texts } from './account-key.ts';

/**
 * One request to KMS as a policy judges it. `values`: those of the condition keys that are known of
 * it, whose names are in lower case.
 */
export type KeyUse = { principal: string; action: string; values: ReadonlyMap<string, string> };

/** `undefined`: cannot be judged from here. */
type Verdict = boolean | undefined;

/** The requests that a needed statement is there for. */
export const usesOf = (needed: KeyStatement): KeyUse[] =>
  principalsOf(needed.Principal).flatMap((principal) =>
    textsOf(needed.Action).flatMap((action) =>
      choices(needed).map((chosen) => ({
        principal,
        action,
        values: new Map([...alwaysKnown(principal, action), ...chosen]),
      })),
    ),
  );

const principalsOf = (Principal: KeyStatement['Principal'] = {}): string[] =>
  typeof Principal === 'string'
    ? [`AWS ${Principal}`]
    : Object.entries(Principal).flatMap(([kind, names]) =>
        textsOf(names).map((name) => `${kind} ${name}`),
      );

const textsOf = (value: Texts | undefined): string[] => [value ?? []].flat();

/** Every way to choose one value of each condition. */
const choices = (needed: KeyStatement): [string, string][][] =>
  conditionsOf(needed).reduce<[string, string][][]>(
    (before, { key, values }) =>
      before.flatMap((chosen) =>
        values.map((value): [string, string][] => [...chosen, [key, value]]),
      ),
    [[]],
  );

const conditionsOf = ({ Condition = {} }: KeyStatement) =>
  Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({
      operator,
      key: key.toLowerCase(),
      values: textsOf(values),
    })),
  );

/** What KMS knows of every such request besides what the needed statement says. */
const alwaysKnown = (principal: string, action: string): [string, string][] => [
  ['aws:securetransport', 'true'],
  ['aws:principalisawsservice', `${principal.startsWith('Service ')}`],
  ...(action === 'kms:CreateGrant'
    ? ([['kms:grantisforawsresource', 'true']] as [string, string][])
    : []),
];

const escaped = (text: string): string => text.replace(/[.+^${}()|[\]\\]/g, '\\$&');

const isLike = (pattern: string, text: string): boolean =>
  new RegExp(`^${escaped(pattern).replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i').test(text);

/** A value that is a pattern stands for texts of which no single one is equal. */
const isEqual = (value: string, known: string): boolean => value === known && !known.includes('*');

const operators: Readonly<Record<string, (value: string, known: string) => boolean>> = {
  StringEquals: isEqual,
  StringEqualsIgnoreCase: (value, known) => isEqual(value.toLowerCase(), known.toLowerCase()),
  StringLike: isLike,
  ArnEquals: isLike,
  ArnLike: isLike,
  Bool: (value, known) => value.toLowerCase() === known,
};

/** True if the statement surely allows the use. */
export const allows = (statement: KeyStatement, use: KeyUse): boolean =>
  statement.Effect === 'Allow' &&
  principalsOf(statement.Principal).includes(use.principal) &&
  namesAction(statement, use.action) &&
  allHold(statement, use) === true;

const namesAction = ({ Action, NotAction }: KeyStatement, action: string): boolean =>
  NotAction === undefined
    ? textsOf(Action).some((pattern) => isLike(pattern, action))
    : !textsOf(NotAction).some((pattern) => isLike(pattern, action));

/** Of several conditions, all have to hold. */
const allHold = (statement: KeyStatement, use: KeyUse): Verdict => {
  const verdicts = conditionsOf(statement).map((condition) => holds(condition, use));
  if (verdicts.includes(false)) return false;
  return verdicts.includes(undefined) ? undefined : true;
};

const holds = (
  { operator, key, values }: ReturnType<typeof conditionsOf>[number],
  use: KeyUse,
): Verdict => {
  const known = use.values.get(key);
  const bare = operator.replace(/^For(AnyValue|AllValues):/, '').replace(/IfExists$/, '');
  const compare = operators[bare.replace('Not', '')];
  if (known === undefined || compare === undefined) return undefined;
  return values.some((value) => compare(value, known)) !== bare.includes('Not');
};

/** Whether the statement refuses the use; `undefined` where that depends on what is not known. */
export const denies = (statement: KeyStatement, use: KeyUse): Verdict =>
  statement.Effect === 'Deny' &&
  touchesPrincipal(statement, use) &&
  touchesAction(statement, use.action)
    ? allHold(statement, use)
    : false;

/** A role or user by name is none of the stage's; the account itself is all of them. */
const touchesPrincipal = ({ Principal, NotPrincipal }: KeyStatement, use: KeyUse): boolean =>
  NotPrincipal !== undefined ||
  principalsOf(Principal).some(
    (name) =>
      name === use.principal ||
      name === 'AWS *' ||
      (use.principal === 'AWS *' && /^AWS (arn:[^:]+:iam::)?\d{12}(:root)?$/.test(name)),
  );

/** A needed action may stand for several, of which a refusal names one. */
const touchesAction = (statement: KeyStatement, action: string): boolean =>
  namesAction(statement, action) ||
  textsOf(statement.Action).some((pattern) => isLike(action, pattern));
