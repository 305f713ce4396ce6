import { describe, expect, it } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { defaultConfig } from '../../../lib/config.ts';
import type { DeliveryKey } from '../../../lib/delivery/delivery-keys.ts';
import { everyStack } from '../every-stack.ts';
import { keepsake, templatesOf } from '../synthesize.ts';
import { testKeys } from '../test-keys.ts';

type Json = {
  Resources: Record<string, { Type: string; Properties: { Name?: string } }>;
  Parameters: Record<string, { Type: string; Default: string; Description?: string }>;
  Outputs: Record<string, { Export?: unknown }>;
};

const jsonOf = (template: Template): Json => template.toJSON() as Json;

/** Names in the parameter store that a stack writes. */
const written = ({ Resources }: Json): string[] =>
  Object.values(Resources).flatMap(({ Type, Properties: { Name = '' } = {} }) =>
    Type === 'AWS::SSM::Parameter' ? [Name] : [],
  );

const lookUpsOf = ({ Parameters = {} }: Json) =>
  Object.entries(Parameters).filter(([, { Default }]) => !Default.startsWith('/cdk-bootstrap/'));

const read = (template: Json): string[] => lookUpsOf(template).map(([, { Default }]) => Default);

const templates = Object.entries(everyStack()).map(([name, template]): [string, Json] => [
  name,
  jsonOf(template),
]);

describe.each(templates)('%s', (_name, template) => {
  it('reads no other stack but through the parameter store, and exports nothing', () => {
    expect(JSON.stringify(template)).not.toMatch(/Fn::GetStackOutput|Fn::ImportValue/);
    for (const output of Object.values(template.Outputs ?? {}))
      expect(output).not.toHaveProperty('Export');
  });

  it('looks each value up once, and none that it does not use', () => {
    const names = read(template);
    expect(new Set(names).size).toBe(names.length);
    const { Resources, Outputs } = template;
    const body = JSON.stringify({ Resources, Outputs });
    for (const [id] of lookUpsOf(template)) expect(body).toContain(`{"Ref":"${id}"}`);
  });

  // The CDK deploys a stack whose template did not change if a parameter of it may have, except
  // those that it marks so.
  it('marks no value of ours as one whose change may be left out', () => {
    for (const [, { Type, Description }] of lookUpsOf(template)) {
      expect(Type).toBe('AWS::SSM::Parameter::Value<String>');
      expect(Description).toBeUndefined();
    }
  });
});

describe('values between the stacks of a stage', () => {
  it('are all written by one of them, each by one resource', () => {
    const names = templates.flatMap(([, template]) => written(template));
    expect(new Set(names).size).toBe(names.length);
    const reads = templates.flatMap(([, template]) => read(template));
    expect(reads.length).toBeGreaterThan(50);
    expect(names).toEqual(expect.arrayContaining(reads));
  });

  it('are written before they are read', () => {
    const { data, delivery, service, operators, observability } = keepsake(defaultConfig('prod'));
    expect(delivery?.dependencies).toEqual([data]);
    expect(service.dependencies).toEqual(expect.arrayContaining([data, delivery]));
    expect(operators.dependencies).toEqual(expect.arrayContaining([data, service]));
    expect(observability?.dependencies).toEqual(expect.arrayContaining([data, service, delivery]));
  });
});

describe('a rotation of the signing keys', () => {
  const [newest, previous] = testKeys() as [DeliveryKey, DeliveryKey];
  // Any other key will do; this is the older one under another fingerprint.
  const next = { ...previous, fingerprint: '00112233445566ff' };
  const stacksWith = (keys: DeliveryKey[]) => {
    const { delivery, service } = templatesOf(defaultConfig('prod'), keys);
    if (delivery === undefined) throw new Error('prod delivers');
    return { delivery: jsonOf(delivery), service: jsonOf(service) };
  };
  const keysIn = (names: string[]) => names.filter((name) => /KeysKey/.test(name));

  it('writes the new key’s id under another name, and the Service stack reads that one', () => {
    const before = stacksWith([newest, previous]);
    const after = stacksWith([next, newest]);
    const [old] = keysIn(written(before.delivery));
    expect(keysIn(read(before.service))).toEqual([old]);
    const [fresh] = keysIn(written(after.delivery));
    expect(fresh).not.toBe(old);
    expect(keysIn(read(after.service))).toEqual([fresh]);
  });

  it('keeps the key that the Service stack signs with if its own update fails and rolls back', () => {
    const ids = ({ Resources }: Json) =>
      Object.keys(Resources).filter((id) => Resources[id]?.Type === 'AWS::CloudFront::PublicKey');
    const signing = ids(stacksWith([newest, previous]).delivery).find((id) =>
      id.includes(newest.fingerprint),
    );
    expect(ids(stacksWith([next, newest]).delivery)).toContain(signing);
  });
});
