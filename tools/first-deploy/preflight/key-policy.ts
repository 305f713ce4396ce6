import { keyPolicyOutput } from '../../../lib/shared/keys/tell-key-policy.ts';
import { expectThat } from '../check.ts';
import type { KeyStatement } from './account-key.ts';
import type { AccountProbe } from './account-probe.ts';
import { allows, denies, usesOf } from './key-statements.ts';
import type { PreflightCheck } from './preflight-check.ts';

/** The needed statements that a policy does not hold whole, in one statement or in several. */
const missingIn = (held: readonly KeyStatement[], needed: readonly KeyStatement[]) =>
  needed.filter((one) => !usesOf(one).every((use) => held.some((had) => allows(had, use))));

/** Statements that refuse what is needed. `surely`: whatever the rest of the request is. */
const refusalsIn = (held: readonly KeyStatement[], needed: readonly KeyStatement[]) => {
  const uses = needed.flatMap(usesOf);
  const verdicts = held.map((one) => ({ one, by: uses.map((use) => denies(one, use)) }));
  const surely = verdicts.filter(({ by }) => by.includes(true));
  const perhaps = verdicts.filter(({ by }) => !by.includes(true) && by.includes(undefined));
  return { surely: surely.map(({ one }) => one), perhaps: perhaps.map(({ one }) => one) };
};

/** Returns a remark on statements that only their owner can judge. */
const assertUsable = async (
  probe: AccountProbe,
  keyArn: string,
  stack: 'data' | 'replica',
): Promise<string[]> => {
  const { state, spec, manager, statements } = await probe.key(keyArn);
  expectThat(
    manager === 'CUSTOMER',
    `${keyArn} is a key that AWS manages, whose policy nobody can change: name a key of yours`,
  );
  expectThat(state === 'Enabled', `${keyArn} is ${state}`);
  expectThat(spec === 'SYMMETRIC_DEFAULT', `${keyArn} is ${spec}, not symmetric`);
  const output = (await probe.templates())[stack]?.findOutputs(keyPolicyOutput)[keyPolicyOutput];
  const needed: KeyStatement[] = JSON.parse(output?.Value ?? '[]');
  const missing = missingIn(statements, needed);
  expectThat(missing.length === 0, `the policy of ${keyArn} lacks ${JSON.stringify(missing)}`);
  const { surely, perhaps } = refusalsIn(statements, needed);
  expectThat(
    surely.length === 0,
    `the policy of ${keyArn} denies what it has to allow: ${JSON.stringify(surely)}`,
  );
  return perhaps.length === 0
    ? []
    : [`${keyArn} may be denied to the stage, see for yourself: ${JSON.stringify(perhaps)}`];
};

/** Compares policies of given keys with what the templates say that they must hold. */
export const keyPolicyCheck: PreflightCheck = {
  name: 'the policies of your keys let the stage use them',
  remedy:
    'correct the policy of the key, or name another: docs/aws/own-keys.md, "A key that you have"',
  async run(probe) {
    const { keyArn, replicaKeyArn } = probe.config.ownKeys ?? {};
    if (keyArn === undefined && replicaKeyArn === undefined)
      return { skipped: 'ownKeys names no key of yours' };
    const remarks = [
      ...(keyArn === undefined ? [] : await assertUsable(probe, keyArn, 'data')),
      ...(replicaKeyArn === undefined ? [] : await assertUsable(probe, replicaKeyArn, 'replica')),
    ];
    return remarks.length === 0 ? undefined : remarks.join('; ');
  },
};
