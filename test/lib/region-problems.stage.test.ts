import { describe, expect, it } from '@jest/globals';
import { regionProblems } from '../../lib/region-problems.ts';
import { deliveryOf, propertiesOf } from './synthesize.ts';

const problems = (facts: Partial<Parameters<typeof regionProblems>[0]>) =>
  regionProblems({ stage: 'prod', delivers: true, ...facts });
const ids = (facts: Parameters<typeof problems>[0]) => problems(facts).map(({ id }) => id);

describe('the region of a stage', () => {
  it.each(['cn-north-1', 'us-gov-west-1', 'us-iso-east-1'])('is not %s, said once', (region) => {
    const [problem, ...more] = problems({ region });
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ id: 'otherPartition', stops: true });
    expect(problem?.message).toContain('not China or GovCloud');
  });

  it.each(['eu-south-1', 'ap-east-1', 'me-central-1'])(
    'may be the opt-in region %s only without CloudFront, which writes no logs there',
    (region) => {
      expect(ids({ region })).toEqual(['optInRegion']);
      expect(ids({ region, delivers: false })).toEqual([]);
    },
  );

  it('is the one its signing keys were made in', () => {
    const [problem] = problems({ region: 'eu-west-1', keysRegion: 'eu-central-1' });
    expect(problem).toMatchObject({ id: 'otherRegion', stops: true });
    expect(problem?.message).toContain('AWS_REGION=eu-central-1');
    expect(ids({ region: 'eu-central-1', keysRegion: 'eu-central-1' })).toEqual([]);
  });

  it('is told where S3 accelerates no uploads, and the stage wants that', () => {
    const [problem] = problems({ region: 'eu-north-1', accelerates: true });
    expect(problem).toMatchObject({ id: 'notAccelerated', stops: false });
    expect(problem?.message).toContain('uploads.accelerate');
    expect(ids({ region: 'eu-north-1' })).toEqual([]);
    expect(ids({ region: 'eu-central-1', accelerates: true })).toEqual([]);
  });

  it('is not judged where none is known, nor by keys of version 0.1.0', () => {
    expect(ids({})).toEqual([]);
    expect(ids({ region: 'us-east-1' })).toEqual([]);
  });
});

describe('what CloudFront names per account', () => {
  const named: [string, string][] = [
    ['AWS::CloudFront::KeyGroup', 'KeyGroupConfig'],
    ['AWS::CloudFront::OriginAccessControl', 'OriginAccessControlConfig'],
    ['AWS::CloudFront::ResponseHeadersPolicy', 'ResponseHeadersPolicyConfig'],
    ['AWS::CloudFront::CachePolicy', 'CachePolicyConfig'],
  ];

  it.each(named)('%s says its region, in 64 characters at most', (type, config) => {
    const found = propertiesOf(deliveryOf(), type);
    const names = found.map(([, properties]): string => properties[config].Name);
    expect(names.length).toBeGreaterThan(0);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^.{10,50}-eu-central-1$/);
  });
});
