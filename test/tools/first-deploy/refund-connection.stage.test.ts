import { describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../../../lib/config.ts';
import { refundConnectionChecks } from '../../../tools/first-deploy/checks/as-deployed/refund-connection.ts';
import type { DeployedStage } from '../../../tools/first-deploy/stage/deployed-stage.ts';
import { everythingConfig } from '../../lib/every-stack.ts';
import { templatesOf } from '../../lib/synthesize.ts';

const secret = 'keepsake/prod/payment-provider';
const templateWith = (version: string): string => {
  const options = { [`secretVersion:${secret}`]: version };
  return JSON.stringify(templatesOf(everythingConfig, undefined, options).refunds?.toJSON());
};

/** An account as AWS answers it, whose template names one version and whose secret has another. */
const stageWith = (deployed: string, current: string): DeployedStage =>
  ({
    config: everythingConfig,
    operator: {
      call: async ({ service = 'none' }) =>
        service === 'cloudformation'
          ? `<GetTemplateResponse><TemplateBody>${templateWith(deployed)}</TemplateBody></GetTemplateResponse>`
          : JSON.stringify({
              Name: secret,
              VersionIdsToStages: { before: ['AWSPREVIOUS'], [current]: ['AWSCURRENT'] },
            }),
    },
  }) as unknown as DeployedStage;

const [, holdsCurrent] = refundConnectionChecks;
const run = (deployed: string, current: string) => holdsCurrent?.run(stageWith(deployed, current));

describe('the connection to a payment provider', () => {
  it('passes with the version of the secret that is current', async () => {
    expect(await run('after', 'after')).toBe('2 of the current version');
  });

  it('fails with an older one: a rotation did not reach it', async () => {
    await expect(run('before', 'after')).rejects.toThrow(
      `the version of ${secret} that was read is "before" instead of "after"`,
    );
  });

  it('is not looked for in a stage without one', async () => {
    const stage = { config: defaultConfig('prod') } as unknown as DeployedStage;
    for (const check of refundConnectionChecks)
      expect(await check.run(stage)).toEqual({ skipped: 'refund is not configured' });
  });
});
