import { describe, expect, it } from '@jest/globals';
import { alarmChecks } from '../../../tools/first-deploy/checks/as-deployed/alarms.ts';
import { tableOutputs } from '../../../tools/first-deploy/stage/deployed-stage.ts';
import { templatesOf } from '../../lib/synthesize.ts';

describe('the tables that are checked', () => {
  it('are all that the Data stack has', () => {
    const outputs = Object.keys(templatesOf().data.toJSON().Outputs).filter((name) =>
      name.endsWith('Table'),
    );
    expect([...tableOutputs].sort()).toEqual(outputs.sort());
  });
});

describe('the subscriptions to the alerts topic', () => {
  const check = alarmChecks.find(({ name }) => name === 'somebody listens to the alerts topic');
  const run = (...Subscriptions: object[]) =>
    check?.run({ sns: { send: async () => ({ Subscriptions }) } } as never);

  it('are none before they are confirmed', async () => {
    const pending = { Endpoint: 'a@example.com', SubscriptionArn: 'PendingConfirmation' };
    await expect(run(pending)).rejects.toThrow('1 subscriptions, none confirmed');
  });

  it('says how to subscribe an address again that AWS deleted', async () => {
    await expect(run()).rejects.toThrow('no subscription');
    expect(check?.remedy).toMatch(/48 hours.*aws sns subscribe --topic-arn/);
  });
});
