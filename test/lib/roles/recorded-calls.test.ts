import { describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../../../lib/config.ts';
import { keptRecord } from '../../jest/kept-record.ts';
import { everythingConfig } from '../every-stack.ts';
import { type Granted, misfits } from './evaluate.ts';
import { rolesOf } from './role-facts.ts';
import { everyUnseenCall } from './unseen-calls.ts';

/** The stage that the emulator tests record. */
const roles = rolesOf(defaultConfig('local')).map((facts) => [facts.role, facts] as const);
const everyRight = roles.flatMap(([, { granted }]) => granted);
const same = (a: Granted, b: Granted): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The same action on the same resource, with a condition that calls of this role meet as well. */
const isWider = (right: Granted, granted: readonly Granted[]): boolean =>
  granted.some(({ action, resource }) => action === right.action && resource === right.resource);

describe.each(roles)('%s', (_, { granted, called }) => {
  it('may do what it was seen doing, and nothing else', () => {
    expect(misfits(granted, called)).toEqual({ missing: [], superfluous: [] });
  });

  it('is found without any one of its rights', () => {
    const unnoticed = granted.filter((right) => {
      const others = granted.filter((each) => !same(each, right));
      return misfits(others, called).missing.length === 0;
    });
    expect(unnoticed).toEqual([]);
  });

  it('is found with any one right of another role', () => {
    const isGranted = (right: Granted): boolean => granted.some((each) => same(each, right));
    const strange = everyRight.filter((right) => !isGranted(right) && !isWider(right, granted));
    const unnoticed = strange.filter((right) => misfits([right], called).superfluous.length === 0);
    expect(strange.length).toBeGreaterThan(0);
    expect(unnoticed).toEqual([]);
  });
});

describe('calls that no emulator test causes', () => {
  it('are on no record: what is recorded needs no other reason', () => {
    const record = keptRecord();
    expect(everyUnseenCall.filter(([name, call]) => record[name]?.includes(call))).toEqual([]);
  });
});

describe('a production stage with everything', () => {
  /** Signing keys, secrets, webhooks, dead letters of verdicts and news of uploads are in no local stage. */
  const isForeign = ({ resource, condition }: Granted): boolean =>
    /:secretsmanager:|<ScansVerdicts(DeadLetters)?Queue>/.test(resource) ||
    /"Upload(Received|Quarantined|Promoted|Withdrawn|Erased|Expired)"/.test(
      JSON.stringify(condition),
    );
  const isLegacy = (call: string): boolean => call.includes('keepsake-local-legacy');

  /** GuardDuty’s own calls are on no record: test/lib/scans lists its rights. */
  const ours = rolesOf(everythingConfig).filter(({ role }) => role !== '<ScansGuardDutyRole>');

  it.each(ours)('gives $role what it needs', ({ granted, called }) => {
    const { missing, superfluous } = misfits(granted, called);
    expect(missing.filter((call) => !isLegacy(call))).toEqual([]);
    expect(superfluous.filter((each) => !isForeign(each))).toEqual([]);
  });
});
