import { describe, expect, it } from '@jest/globals';
import { parseConfig } from '../../../lib/config.ts';
import { everyStack, everythingConfig } from '../every-stack.ts';
import { permissionsOf } from '../roles/permissions.ts';
import { flatten, functionsOf, propertiesOf } from '../synthesize.ts';

const challenge = {
  verifyUrl: 'https://challenges.example.com/siteverify',
  secretName: 'keepsake/prod/challenge',
};
const configWith = (changes: object) =>
  parseConfig('prod', { ...everythingConfig, challenge: { ...challenge, ...changes } });

const stacks = everyStack(configWith({}));
const { service, observability } = stacks;
const before = everyStack().service;
if (!service || !observability || !before) throw new Error('a stack is missing');

const readers = (template: typeof service) =>
  [...functionsOf(template)].flatMap(([name, { Role, Environment }]) =>
    Environment?.Variables?.CHALLENGE_SECRET === undefined
      ? []
      : [[name, permissionsOf(template, flatten(Role)).filter((one) => /challenge/.test(one))]],
  );

describe('a stage with a challenge for people', () => {
  it('lets the two functions that ask for it read its secret, and no other', () => {
    const right = expect.stringMatching(
      /^secretsmanager:GetSecretValue .*secret:keepsake\/prod\/challenge-\?{6}$/,
    );
    expect(readers(service).sort()).toEqual([
      ['orders', [right]],
      ['sessions', [right]],
    ]);
  });

  it('lets pages send the header', () => {
    const [[, { CorsConfiguration: cors }] = ['', { CorsConfiguration: {} }]] = propertiesOf(
      service,
      'AWS::ApiGatewayV2::Api',
    );
    expect(cors.AllowHeaders).toContain('challenge-answer');
  });

  it('has an alarm for a provider that is away', () => {
    const names = propertiesOf(observability, 'AWS::CloudWatch::Alarm').map(
      ([, { AlarmName }]) => AlarmName,
    );
    expect(names).toContain('keepsake-prod-challenges-unanswered');
  });

  it('has no resource more than one without', () => {
    const count = (template: typeof service) => Object.keys(template.toJSON().Resources).length;
    expect(count(service)).toBe(count(before));
  });

  it('is asked for nowhere unless it is configured', () => {
    expect(readers(before)).toEqual([]);
    expect(JSON.stringify(before.toJSON())).not.toContain('challenge-answer');
  });

  it.each([
    [{ verifyUrl: 'http://challenges.example.com' }, 'https'],
    [{ header: 'authorization' }, 'header of the API'],
    [{ header: 'Challenge' }, 'lower case'],
    [{ timeoutSeconds: 9 }, 'timeoutSeconds'],
  ])('refuses %j', (changes, words) => {
    expect(() => configWith(changes)).toThrow(words);
  });
});
