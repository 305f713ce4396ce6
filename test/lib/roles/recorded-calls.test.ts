import { describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../../../lib/config.ts';
import { everythingConfig } from '../every-stack.ts';
import { type Granted, isAbout, misfits } from './evaluate.ts';
import { rolesOf } from './role-facts.ts';

/** The stage that the emulator tests record. */
const roles = rolesOf(defaultConfig('local')).map((facts) => [facts.role, facts] as const);
const same = (a: Granted, b: Granted): boolean => JSON.stringify(a) === JSON.stringify(b);

describe.each(roles)('%s', (role, { granted, called }) => {
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
    const strange = roles
      .filter(([other]) => other !== role)
      .flatMap(([, others]) => others.granted)
      .filter((right) => !called.some((call) => isAbout(right, call)));
    const unnoticed = strange.filter(
      (right) => misfits([...granted, right], called).superfluous.length === 0,
    );
    expect(strange.length).toBeGreaterThan(0);
    expect(unnoticed).toEqual([]);
  });
});

describe('a production stage with everything', () => {
  /** Signing keys exist in stages with CloudFront alone, and the emulator's stage has none. */
  const isSigning = ({ action }: Granted): boolean => action === 'secretsmanager:GetSecretValue';
  const local = new Map(roles);

  it.each(rolesOf(everythingConfig))('gives $role what it needs', ({ role, granted, called }) => {
    const ofLocal = local.get(role)?.granted.filter(({ resource }) => /legacy/.test(resource));
    const { missing, superfluous } = misfits(granted, called);
    expect({ missing, superfluous: superfluous.filter((each) => !isSigning(each)) }).toEqual({
      missing: missing.filter((call) => ofLocal?.some((each) => isAbout(each, call))),
      superfluous: [],
    });
  });
});
