import { describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../../lib/config.ts';
import { assertDeployable, stageProblems } from '../../lib/production-problems.ts';

const prod = defaultConfig('prod');

/** A configured production stage. */
const ready = {
  ...prod,
  allowedOrigins: ['https://shop.test'],
  alertEmails: ['platform@shop.test'],
};

const found = (config: typeof prod, hasKeys = true): string[] =>
  stageProblems(config, { hasKeys }).map(({ id, stops }) => `${id}${stops ? ' stops' : ''}`);

describe('a production stage', () => {
  it('has nothing against it once it is configured', () => {
    expect(found(ready)).toEqual([]);
  });

  it('is not deployed without signing keys, unless it chose to do without CloudFront', () => {
    expect(found(ready, false)).toEqual(['noDeliveryKeys stops']);
    const alone = { ...ready, delivery: { ...ready.delivery, enabled: false } };
    expect(found(alone, false)).toEqual(['noCloudFront']);
  });

  it('is not deployed for the site of the example', () => {
    expect(found({ ...ready, allowedOrigins: prod.allowedOrigins })).toEqual([
      'exampleOrigin stops',
    ]);
  });

  it('is deployed without alert e-mails, and warned', () => {
    expect(found({ ...ready, alertEmails: [] })).toEqual(['noAlertEmails']);
  });
});

describe('deploying a stage', () => {
  const deploy = (config: typeof prod): string[] => {
    const told: string[] = [];
    assertDeployable(config, { hasKeys: true }, (message) => told.push(message));
    return told;
  };

  it('stops with every reason in one message', () => {
    expect(() => deploy(prod)).toThrow(/^allowedOrigins of stage 'prod' is still/);
  });

  it('tells what does not stop it', () => {
    expect(deploy({ ...ready, alertEmails: [] })).toEqual([
      expect.stringMatching(/^alertEmails of stage 'prod' is empty/),
    ]);
  });
});

describe('a stage to try things in', () => {
  it('is deployed without keys, and told', () => {
    expect(found(defaultConfig('dev'), false)).toEqual(['noDeliveryKeys']);
  });

  it('is the local one, which is told that it has no CloudFront', () => {
    expect(found(defaultConfig('local'), false)).toEqual(['noCloudFront']);
  });
});
