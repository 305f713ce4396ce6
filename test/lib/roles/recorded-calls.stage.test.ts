import { describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../../../lib/config.ts';
import type { Config } from '../../../lib/config-schema.ts';
import { keptRecord } from '../../jest/kept-record.ts';
import { frontDoorConfig, replicaConfig } from '../every-stack.ts';
import type { CalledRight } from './called-rights.ts';
import { type Granted, misfits } from './evaluate.ts';
import { optionalCalls } from './optional-calls.ts';
import { type RoleFacts, rolesOf } from './role-facts.ts';
import { everyUnseenCall } from './unseen-calls.ts';

/** Roles of AWS's own code; their rights are listed where each is asserted. */
const ofAws =
  /^<(ScansGuardDutyRole|FilesReplication|Custom(CDKBucketDeployment|S3AutoDeleteObjects)\w+Role)>$/;

const isLegacy = (call: CalledRight): boolean => call.includes('keepsake-local-legacy');

/** A stage's roles, with the calls of the parts that no emulator has. */
const rolesWith = (config: Config): RoleFacts[] =>
  rolesOf(config)
    .filter(({ role }) => !ofAws.test(role))
    .map(({ role, granted, called }) => {
      const readable = called.filter((call) => config.stage === 'local' || !isLegacy(call));
      return { role, granted, called: [...readable, ...optionalCalls(config, role)] };
    });

/**
 * The stage that the emulator tests record, and two that use every optional part.
 * `gradualDeployment` is not among them: its roles name versions, and
 * test/lib/shared/gradual-deployment.stage.test.ts lists their rights.
 */
const stages = {
  local: defaultConfig('local'),
  'front door': frontDoorConfig,
  replica: replicaConfig,
};

const cases = Object.entries(stages).flatMap(([stage, config]) => {
  const roles = rolesWith(config);
  const everyRight = roles.flatMap(({ granted }) => granted);
  return roles.map((facts) => [stage, facts.role, { ...facts, everyRight }] as const);
});

const same = (a: Granted, b: Granted): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The same action on the same resource, with a condition that calls of this role meet as well. */
const isWider = (right: Granted, granted: readonly Granted[]): boolean =>
  granted.some(({ action, resource }) => action === right.action && resource === right.resource);

describe.each(cases)('%s, %s', (_stage, _role, { granted, called, everyRight }) => {
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
