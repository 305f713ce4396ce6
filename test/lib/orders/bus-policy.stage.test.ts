import { describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../../../lib/config.ts';
import type { Config } from '../../../lib/config-schema.ts';
import { statementsOf } from '../roles/permissions.ts';
import { apiOf } from '../stacks/api-template.ts';
import { flatten, functionsOf, propertiesOf, templatesOf } from '../synthesize.ts';

const api = apiOf();
const functions = functionsOf(api);

/** The conditions under which a function may put events: one for each of its sources. */
const conditionsOf = (name: string): unknown[] =>
  statementsOf(api, flatten(functions.get(name).Role))
    .filter(({ Action }) => [Action].flat().includes('events:PutEvents'))
    .map(({ Condition }) => (Condition as { StringEquals: unknown }).StringEquals);

const may = (source: string, ...types: string[]) => ({
  'events:source': source,
  'events:detail-type': types.length === 1 ? types[0] : types,
});
const jobs = may('keepsake.jobs', 'JobCreated', 'JobFinished', 'JobFailed');
const orders = may(
  'keepsake.orders',
  'OrderMigrationCompleted',
  'OrderMigrationFailed',
  'OrderMigrationRetryRequested',
);
const webhook = may('keepsake.webhooks', 'WebhookDeliveryRequested');
const promotion = may('keepsake.uploads', 'UploadPromotionRequested');

describe('a function that puts events', () => {
  it.each([
    ['jobs', [may('keepsake.jobs', 'JobCreated')]],
    ['finish-jobs', [jobs, promotion]],
    ['upkeep', [jobs, promotion, orders]],
    ['operators', [promotion, orders, webhook]],
    ['count-uploads', [promotion]],
    ['announce', [orders]],
  ])('may put its own, and cannot forge a payment: %s', (name, expected) => {
    const listed = (condition: Record<string, unknown>) => ({
      ...condition,
      'events:detail-type': [condition['events:detail-type']].flat(),
    });
    expect(conditionsOf(name).map((found) => listed(found as typeof jobs))).toEqual(
      expected.map(listed),
    );
  });
});

const senders = ['arn:aws:iam::111111111111:role/checkout', 'arn:aws:iam::222222222222:role/shop'];

/** The statements of the bus's own policy, by their ids. */
const policyOf = (payment: Partial<Config['payment']> = {}) => {
  const config = defaultConfig('dev');
  const { service: template } = templatesOf({
    ...config,
    payment: { ...config.payment, ...payment },
  });
  return Object.fromEntries(
    propertiesOf(template, 'AWS::Events::EventBusPolicy').map(([, { Statement }]) => [
      Statement.Sid,
      Statement,
    ]),
  );
};

describe('the bus', () => {
  it('has no policy while no senders are named', () => {
    expect(policyOf()).toEqual({});
  });

  it('takes payments of the named senders only, and lets those of other accounts in', () => {
    expect(policyOf({ senders })).toMatchObject({
      OtherSenders: {
        Effect: 'Deny',
        Principal: '*',
        Condition: {
          StringEquals: { 'events:source': ['keepsake.payments'] },
          ArnNotLike: { 'aws:PrincipalArn': senders },
        },
      },
      ForeignSenders: {
        Effect: 'Allow',
        Principal: { AWS: [senders[1]] },
        Condition: { StringEquals: { 'events:source': ['keepsake.payments'] } },
      },
    });
  });

  it('guards news of refunds also where payments have a source of their own', () => {
    const condition = {
      Condition: { StringEquals: { 'events:source': ['shop.checkout', 'keepsake.payments'] } },
    };
    expect(policyOf({ senders, source: 'shop.checkout' })).toMatchObject({
      OtherSenders: condition,
      ForeignSenders: condition,
    });
  });
});
