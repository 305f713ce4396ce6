import { describe, expect, it } from '@jest/globals';
import { parseConfig } from '../../../lib/config.ts';
import {
  type AccountKey,
  type KeyStatement,
  readKey,
} from '../../../tools/first-deploy/preflight/account-key.ts';
import type { AccountProbe } from '../../../tools/first-deploy/preflight/account-probe.ts';
import { keyPolicyCheck } from '../../../tools/first-deploy/preflight/key-policy.ts';
import { everyStack, everythingConfig } from '../../lib/every-stack.ts';

const keyIn = (region: string) =>
  `arn:aws:kms:${region}:111111111111:key/0b2f6a1e-5f0e-4c8e-9d2a-3f1c7b9e4d10`;
const keyArn = keyIn('eu-central-1');
const replicaKeyArn = keyIn('eu-west-1');
const config = parseConfig('prod', {
  ...everythingConfig,
  replica: { region: 'eu-west-1', tables: 'global' },
  ownKeys: { keyArn, replicaKeyArn },
});
const stacks = everyStack(config);

const neededIn = (stack: 'data' | 'replica'): KeyStatement[] =>
  JSON.parse(stacks[stack]?.findOutputs('keyPolicy').keyPolicy?.Value);
const [here, there] = [neededIn('data'), neededIn('replica')];

const administrators: KeyStatement = {
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111111111111:root' },
  Action: 'kms:*',
};

const check = async (more: Partial<AccountKey>, of = keyArn, asked = config) => {
  const key = async (arn: string): Promise<AccountKey> => ({
    state: 'Enabled',
    spec: 'SYMMETRIC_DEFAULT',
    manager: 'CUSTOMER',
    statements: [administrators, ...(arn === keyArn ? here : there)],
    ...(arn === of && more),
  });
  const probe: Pick<AccountProbe, 'config' | 'key' | 'templates'> = {
    config: asked,
    key,
    templates: async () => stacks,
  };
  return await keyPolicyCheck.run(probe as AccountProbe);
};

/** The statement that names a service, told apart from the rest. */
const split = (service: string): [KeyStatement, KeyStatement[]] => {
  const names = (one: KeyStatement) => JSON.stringify(one).includes(`"${service}.`);
  const one = here.find(names);
  if (one === undefined) throw new Error(`no statement for ${service}`);
  return [one, here.filter((other) => other !== one)];
};

describe('the check of a given key’s policy', () => {
  it('has nothing against the statements as they are told', async () => {
    expect(await check({})).toBeUndefined();
  });

  it('is skipped where the stage makes its keys itself, or has none', async () => {
    const skipped = { skipped: 'ownKeys names no key of yours' };
    expect(await check({}, keyArn, everythingConfig)).toEqual(skipped);
    expect(await check({}, keyArn, { ...config, ownKeys: {} })).toEqual(skipped);
  });

  it.each(['s3', 'dynamodb', 'cloudfront', 'events', 'logs'])(
    'names the missing statement of %s, as it is to be added',
    async (service) => {
      const [needed, others] = split(service);
      await expect(check({ statements: [administrators, ...others] })).rejects.toThrow(
        `the policy of ${keyArn} lacks ${JSON.stringify([needed])}`,
      );
    },
  );

  it('looks at the key of the second region by itself', async () => {
    await expect(check({ statements: here }, replicaKeyArn)).rejects.toThrow(
      `the policy of ${replicaKeyArn} lacks `,
    );
  });

  it('takes one statement for each service, in another order, and wider ones', async () => {
    const [needed, others] = split('s3');
    const equal = needed.Condition?.StringEquals ?? {};
    const apart = [equal['kms:ViaService'] ?? []].flat().map((service) => ({
      ...needed,
      Principal: '*',
      Action: 'kms:*',
      Condition: { StringEquals: { 'kms:viaService': service } },
    }));
    expect(apart).toHaveLength(4);
    expect(await check({ statements: [...apart, ...others].reverse() })).toBeUndefined();
    await expect(check({ statements: [...apart.slice(1), ...others] })).rejects.toThrow(/lacks/);
  });

  it.each<[string, (one: KeyStatement) => KeyStatement]>([
    ['an action less', (one) => ({ ...one, Action: [one.Action ?? []].flat().slice(1) })],
    ['another account', (one) => changed(one, 'aws:SourceAccount', '222222222222')],
    ['a condition more', (one) => changed(one, 'aws:SourceArn', 'arn:aws:events:*')],
    ['a refusal', (one) => ({ ...one, Effect: 'Deny' })],
    ['another service', (one) => ({ ...one, Principal: { Service: 'sns.amazonaws.com' } })],
  ])('does not take %s for the same', async (_what, change) => {
    const [needed, others] = split('events');
    await expect(check({ statements: [...others, change(needed)] })).rejects.toThrow(/lacks/);
  });

  it('takes all but some actions, patterns of values, and AWS’s own word on grants', async () => {
    const [s3, others] = split('s3');
    const equal = s3.Condition?.StringEquals ?? {};
    const account = `${equal['kms:CallerAccount']}`;
    const wider: KeyStatement = {
      Effect: 'Allow',
      Principal: { AWS: ['*'] },
      NotAction: ['kms:ScheduleKeyDeletion', 'kms:CreateGrant'],
      Condition: {
        StringEquals: { 'kms:CallerAccount': [account, '222222222222'] },
        StringLike: { 'kms:ViaService': 's?*.eu-central-1.amazonaws.com' },
      },
    };
    expect(await check({ statements: [...others, wider] })).toBeUndefined();
    const [dynamo, rest] = split('dynamodb');
    const withoutGrants = { ...dynamo, NotAction: 'kms:CreateGrant', Action: undefined };
    const grants: KeyStatement = {
      ...dynamo,
      Action: 'kms:CreateGrant',
      Condition: { ...dynamo.Condition, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    };
    const { Action: _none, ...allBut } = withoutGrants;
    expect(await check({ statements: [...rest, allBut, grants] })).toBeUndefined();
    await expect(check({ statements: [...rest, allBut] })).rejects.toThrow(/lacks/);
  });

  const everybody: KeyStatement = { Effect: 'Deny', Principal: '*', Action: 'kms:*' };

  it.each<[string, KeyStatement]>([
    ['everything', everybody],
    ['one of several actions', { ...everybody, Action: 'kms:GenerateDataKeyWithoutPlaintext' }],
    ['all but reading', { Effect: 'Deny', Principal: '*', NotAction: 'kms:Decrypt' }],
    [
      'all but one role',
      { Effect: 'Deny', NotPrincipal: { AWS: 'arn:aws:iam::1:role/x' }, Action: '*' },
    ],
    ['the account', { ...everybody, Principal: { AWS: 'arn:aws:iam::111111111111:root' } }],
    [
      'all services but one',
      {
        ...everybody,
        Condition: { StringNotLike: { 'kms:ViaService': 's3.*.amazonaws.com' } },
      },
    ],
  ])('refuses a policy that denies what it allows elsewhere: %s', async (_what, deny) => {
    await expect(check({ statements: [...here, deny] })).rejects.toThrow(
      `the policy of ${keyArn} denies what it has to allow: ${JSON.stringify([deny])}`,
    );
  });

  it.each<[string, KeyStatement]>([
    ['who has no TLS', { ...everybody, Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
    [
      'callers of other accounts',
      {
        ...everybody,
        Condition: {
          StringNotEquals: { 'kms:CallerAccount': '111111111111' },
          Bool: { 'aws:PrincipalIsAWSService': 'false' },
        },
      },
    ],
    ['its deletion', { ...everybody, Action: ['kms:ScheduleKeyDeletion', 'kms:DisableKey'] }],
    ['a user by name', { ...everybody, Principal: { AWS: 'arn:aws:iam::111111111111:user/eve' } }],
  ])('has nothing against a policy that denies %s', async (_what, deny) => {
    expect(await check({ statements: [...here, deny] })).toBeUndefined();
  });

  it('remarks on a denial that depends on what only its owner knows', async () => {
    const deny: KeyStatement = {
      ...everybody,
      Condition: {
        StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' },
        Bool: { 'aws:PrincipalIsAWSService': 'false' },
      },
    };
    expect(await check({ statements: [...here, deny] })).toBe(
      `${keyArn} may be denied to the stage, see for yourself: ${JSON.stringify([deny])}`,
    );
  });

  it.each([
    [{ state: 'PendingDeletion' }, 'is PendingDeletion'],
    [{ state: 'Disabled' }, 'is Disabled'],
    [{ spec: 'RSA_2048' }, 'is RSA_2048, not symmetric'],
    [{ spec: 'HMAC_256' }, 'is HMAC_256, not symmetric'],
    [{ manager: 'AWS' }, 'is a key that AWS manages'],
  ])('refuses a key that encrypts nothing: %j', async (more, message) => {
    await expect(check(more)).rejects.toThrow(`${keyArn} ${message}`);
  });
});

const changed = (one: KeyStatement, key: string, value: string): KeyStatement => ({
  ...one,
  Condition: { StringEquals: { ...one.Condition?.StringEquals, [key]: value } },
});

describe('a key of the account', () => {
  it('is read from KMS, with its policy', async () => {
    const asked: string[] = [];
    const answers: Record<string, object> = {
      'TrentService.DescribeKey': {
        KeyMetadata: {
          KeyState: 'Enabled',
          KeySpec: 'SYMMETRIC_DEFAULT',
          KeyManager: 'CUSTOMER',
        },
      },
      'TrentService.GetKeyPolicy': { Policy: JSON.stringify({ Statement: administrators }) },
    };
    const operator = {
      call: async ({ headers, body }: { headers: Record<string, string>; body: string }) => {
        asked.push(`${headers['content-type']} ${body}`);
        return JSON.stringify(answers[`${headers['x-amz-target']}`]);
      },
    };
    expect(await readKey(operator as never, keyArn)).toEqual({
      state: 'Enabled',
      spec: 'SYMMETRIC_DEFAULT',
      manager: 'CUSTOMER',
      statements: [administrators],
    });
    expect(asked).toEqual([
      `application/x-amz-json-1.1 ${JSON.stringify({ KeyId: keyArn })}`,
      `application/x-amz-json-1.1 ${JSON.stringify({ KeyId: keyArn, PolicyName: 'default' })}`,
    ]);
  });
});
