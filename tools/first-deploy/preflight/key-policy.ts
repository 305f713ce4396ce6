import { keyPolicyOutput } from '../../../lib/shared/keys/tell-key-policy.ts';
import { expectThat } from '../check.ts';
import type { KeyStatement, Texts } from './account-key.ts';
import type { Place } from './place.ts';
import type { PreflightCheck } from './preflight-check.ts';

/** One of each: what a single request to KMS is judged by. */
type Use = { principal: string; action: string; conditions: readonly string[] };

const textsOf = (value: Texts | undefined): string[] => [value ?? []].flat();

const principalsOf = ({ Principal = {} }: KeyStatement): string[] =>
  typeof Principal === 'string'
    ? [`AWS ${Principal}`]
    : Object.entries(Principal).flatMap(([kind, names]) =>
        textsOf(names).map((name) => `${kind} ${name}`),
      );

/** The values of each condition, e.g. `StringEquals aws:SourceAccount`; keys are not case-sensitive. */
const conditionsOf = ({ Condition = {} }: KeyStatement): [string, string[]][] =>
  Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]): [string, string[]] => [
      `${operator} ${key.toLowerCase()}`,
      textsOf(values),
    ]),
  );

/** Every way to choose one value of each condition. */
const choices = (conditions: readonly [string, string[]][]): string[][] =>
  conditions.reduce<string[][]>(
    (before, [name, values]) =>
      before.flatMap((chosen) => values.map((value) => [...chosen, `${name} ${value}`])),
    [[]],
  );

const usesOf = (needed: KeyStatement): Use[] =>
  principalsOf(needed).flatMap((principal) =>
    textsOf(needed.Action).flatMap((action) =>
      choices(conditionsOf(needed)).map((conditions) => ({ principal, action, conditions })),
    ),
  );

const isAction = (pattern: string, action: string): boolean =>
  new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i').test(action);

/** A statement allows a use if it asks for no condition that the use does not fulfil. */
const allows = (statement: KeyStatement, { principal, action, conditions }: Use): boolean =>
  statement.Effect === 'Allow' &&
  principalsOf(statement).includes(principal) &&
  textsOf(statement.Action).some((pattern) => isAction(pattern, action)) &&
  conditionsOf(statement).every(([name, values]) =>
    values.some((value) => conditions.includes(`${name} ${value}`)),
  );

/** The needed statements that a policy does not hold whole, in one statement or in several. */
const missingIn = (held: readonly KeyStatement[], needed: readonly KeyStatement[]) =>
  needed.filter((one) => !usesOf(one).every((use) => held.some((had) => allows(had, use))));

const assertUsable = async (place: Place, keyArn: string, stack: 'data' | 'replica') => {
  const { state, spec, statements } = await place.key(keyArn);
  expectThat(state === 'Enabled', `${keyArn} is ${state}`);
  expectThat(spec === 'SYMMETRIC_DEFAULT', `${keyArn} is ${spec}, not symmetric`);
  const output = (await place.templates())[stack]?.findOutputs(keyPolicyOutput)[keyPolicyOutput];
  const missing = missingIn(statements, JSON.parse(output?.Value ?? '[]'));
  expectThat(missing.length === 0, `the policy of ${keyArn} lacks ${JSON.stringify(missing)}`);
};

/** Compares policies of given keys with what the templates say that they must hold. */
export const keyPolicyCheck: PreflightCheck = {
  name: 'the policies of your keys let the stage use them',
  remedy:
    'add what is missing to the policy of the key: docs/aws/own-keys.md, "A key that you have"',
  async run(place) {
    const { keyArn, replicaKeyArn } = place.config.ownKeys ?? {};
    if (keyArn === undefined && replicaKeyArn === undefined)
      return { skipped: 'ownKeys names no key of yours' };
    if (keyArn !== undefined) await assertUsable(place, keyArn, 'data');
    if (replicaKeyArn !== undefined) await assertUsable(place, replicaKeyArn, 'replica');
    return undefined;
  },
};
