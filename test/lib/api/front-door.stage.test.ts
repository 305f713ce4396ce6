import { createContext, Script } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { frontDoorHeaders } from '../../../core/contract.ts';
import { parseConfig } from '../../../lib/config.ts';
import { everyStack, everythingConfig, frontDoorConfig } from '../every-stack.ts';
import { apiOf } from '../stacks/api-template.ts';
import { propertiesOf } from '../synthesize.ts';

const stacks = everyStack(frontDoorConfig);
const { frontDoor } = stacks;
if (!frontDoor) throw new Error('The stage has no front door.');
const api = apiOf(stacks);

const [[, { DistributionConfig: distribution }] = ['', { DistributionConfig: {} }]] = propertiesOf(
  frontDoor,
  'AWS::CloudFront::Distribution',
);
const [[, acl] = ['', {}]] = propertiesOf(frontDoor, 'AWS::WAFv2::WebACL');

type Rule = { Name: string; Statement: Record<string, { Limit?: number }>; Action?: object };

const limitOf = (name: string): unknown =>
  acl.Rules.find(({ Name }: Rule) => Name === name)?.Statement.RateBasedStatement;

describe('the front door', () => {
  it('is not there unless it is configured', () => {
    expect(everyStack(everythingConfig).frontDoor).toBeUndefined();
  });

  it('answers under the API’s own name, and passes on what the API needs', () => {
    expect(distribution.Aliases).toEqual(['api.example.com']);
    expect(distribution.DefaultCacheBehavior).toMatchObject({
      AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
      // The managed policies CachingDisabled and AllViewer.
      CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      OriginRequestPolicyId: '216adef6-5c7f-47e4-b989-5492eafa07d3',
      ViewerProtocolPolicy: 'https-only',
    });
  });

  it('proves itself to the API by a secret that no template holds', () => {
    const [{ OriginCustomHeaders: sent, DomainName: origin }] = distribution.Origins;
    expect(origin).toBe('d-abc123.execute-api.eu-central-1.amazonaws.com');
    expect(sent).toEqual([
      {
        HeaderName: frontDoorHeaders.proof,
        HeaderValue: expect.stringMatching(/^{{resolve:secretsmanager:keepsake\/prod\/front-door:/),
      },
    ]);
  });

  it('keeps no error for the next caller, and no log of paths, which carry tokens', () => {
    expect(distribution.CustomErrorResponses).toHaveLength(10);
    for (const { ErrorCachingMinTTL } of distribution.CustomErrorResponses)
      expect(ErrorCachingMinTTL).toBe(0);
    expect(distribution.Logging).toBeUndefined();
    expect(JSON.stringify(acl)).not.toContain('"SampledRequestsEnabled":true');
  });

  it('tells the API the caller’s address, whatever the caller says it is', () => {
    const [[, { FunctionCode: code }] = ['', { FunctionCode: '' }]] = propertiesOf(
      frontDoor,
      'AWS::CloudFront::Function',
    );
    const run = new Script(`${code};handler(event)`);
    const headers = { [frontDoorHeaders.address]: { value: '10.0.0.1' } };
    const event = { viewer: { ip: '2001:db8::7' }, request: { headers } };
    expect(run.runInContext(createContext({ event }))).toEqual({
      headers: { [frontDoorHeaders.address]: { value: '2001:db8::7' } },
    });
  });

  it('counts each address, and answers 429 in the API’s own words', () => {
    expect(limitOf('requests-per-address')).toMatchObject({ AggregateKeyType: 'IP', Limit: 2000 });
    expect(limitOf('sessions-per-address')).toMatchObject({ Limit: 300, EvaluationWindowSec: 300 });
    const blocking = acl.Rules.filter(({ Action }: Rule) => Action !== undefined);
    expect(blocking).toHaveLength(2);
    for (const { Action } of blocking)
      expect(Action.Block.CustomResponse).toMatchObject({
        ResponseCode: 429,
        ResponseHeaders: [
          { Name: 'retry-after', Value: '300' },
          { Name: 'access-control-allow-origin', Value: '*' },
          { Name: 'access-control-expose-headers', Value: 'retry-after' },
        ],
      });
    expect(JSON.parse(acl.CustomResponseBodies.tooMany.Content)).toMatchObject({ status: 429 });
  });

  it('is known to every function of the API, and to no other', () => {
    const told = propertiesOf(api, 'AWS::Lambda::Function')
      .filter(([, { Environment }]) => Environment.Variables.FRONT_DOOR_SECRET !== undefined)
      .map(([id]) => id);
    const answering = propertiesOf(api, 'AWS::Lambda::Function')
      .map(([id]) => id)
      .filter((id) => id.startsWith('Handlers') && !id.includes('authorizer'));
    expect(told.sort()).toEqual(answering.sort());
  });

  it.each([
    ['without the API’s own domain', { delivery: everythingConfig.delivery }, 'apiDomain'],
    [
      'with a limit that AWS WAF refuses',
      { frontDoor: { ...frontDoorConfig.frontDoor, perAddress: { requests: 9 } } },
      'ten requests',
    ],
    [
      'with an origin that is no target of a domain',
      { frontDoor: { ...frontDoorConfig.frontDoor, origin: 'api.example.com' } },
      'apiDomainTarget',
    ],
  ])('is refused %s', (_what, changes, reason) => {
    expect(() => parseConfig('prod', { ...frontDoorConfig, ...changes })).toThrow(reason);
  });
});
