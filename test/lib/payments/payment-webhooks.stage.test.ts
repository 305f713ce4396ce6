import { describe, expect, it } from '@jest/globals';
import { defaultConfig, parseConfig } from '../../../lib/config.ts';
import { everyStack, everythingConfig } from '../every-stack.ts';
import { permissionsOf, statementsOf } from '../roles/permissions.ts';
import { flatten, functionsOf, propertiesOf, templatesOf } from '../synthesize.ts';

const { service } = everyStack() as ReturnType<typeof templatesOf>;
const role = flatten(functionsOf(service).get('receive-webhook').Role);
const secret = (name: string) =>
  `secretsmanager:GetSecretValue arn:aws:secretsmanager:eu-central-1:111111111111:secret:keepsake/prod/${name}-??????`;

describe('the receiver of payment webhooks', () => {
  it('is not deployed where no provider is configured', () => {
    const { service: off } = templatesOf(defaultConfig('prod'));
    expect(functionsOf(off).has('receive-webhook')).toBe(false);
    expect(JSON.stringify(off.toJSON())).not.toContain('/webhooks/');
  });

  it('may read its secrets, remember news, and tell of payments and refunds alone', () => {
    const own = permissionsOf(service, role).filter(
      (right) => !/ \*$|log-?group|Logs/i.test(right),
    );
    expect(own.sort()).toEqual(
      [
        secret('stripe-webhooks'),
        secret('mollie'),
        'dynamodb:GetItem <Data.QuotasTable>',
        'dynamodb:PutItem <Data.QuotasTable>',
        'events:PutEvents <Bus>',
      ].sort(),
    );
    const conditions = statementsOf(service, role).flatMap(({ Condition }) => Condition ?? []);
    expect(conditions).toEqual([
      { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['webhook#*'] } },
      {
        StringEquals: {
          'events:source': 'keepsake.payments',
          'events:detail-type': ['PaymentSucceeded', 'PaymentRefundChanged', 'PaymentDisputed'],
        },
      },
    ]);
  });

  it('has a public route that is throttled on its own', () => {
    const routes = propertiesOf(service, 'AWS::ApiGatewayV2::Route').map(([, route]) => route);
    const key = 'POST /webhooks/{provider}';
    expect(routes.find(({ RouteKey }) => RouteKey === key)).toMatchObject({
      AuthorizationType: 'NONE',
    });
    const [[, stage] = []] = propertiesOf(service, 'AWS::ApiGatewayV2::Stage');
    expect(stage.RouteSettings[key]).toEqual({
      ThrottlingRateLimit: 50,
      ThrottlingBurstLimit: 100,
    });
    expect(Object.keys(stage.RouteSettings)).toContain('POST /sessions');
  });

  it('may send payments although other senders are named', () => {
    const senders = ['arn:aws:iam::111111111111:role/checkout'];
    const config = parseConfig('prod', {
      ...everythingConfig,
      payment: { ...everythingConfig.payment, senders },
    });
    const { service: template } = everyStack(config) as ReturnType<typeof templatesOf>;
    const policies = propertiesOf(template, 'AWS::Events::EventBusPolicy').map(
      ([, { Statement }]) => Statement.Condition.ArnNotLike['aws:PrincipalArn'],
    );
    expect(policies).toEqual([[...senders, { 'Fn::GetAtt': [expect.any(String), 'Arn'] }]]);
  });

  it.each([
    ['no provider', { webhooks: {} }, /must name a provider/],
    ['a secret’s ARN', { webhooks: { mollie: { secretName: 'arn:aws:x' } } }, /name of a secret/],
    [
      'another payment event than ours',
      { webhooks: { mollie: { secretName: 'm' } }, source: 'aws.partner/stripe.com/ed_1' },
      /needs the payment event of the defaults/,
    ],
  ])('refuses %s', (_, payment, message) => {
    const prod = defaultConfig('prod');
    expect(() =>
      parseConfig('prod', { ...prod, payment: { ...prod.payment, ...payment } }),
    ).toThrow(message);
  });

  const { payment } = defaultConfig('prod');
  const webhooks = { mollie: { secretName: 'm' } };
  const withPayment = (changes: object) => () =>
    parseConfig('prod', {
      ...defaultConfig('prod'),
      payment: { ...payment, webhooks, ...changes },
    });

  it.each([
    ['path of the filter', { filter: { path: 'detail.orderId', startsWith: 'ord_' } }],
    ['bus', { eventBusName: 'aws.partner/stripe.com/ed_1' }],
    ['detail type', { detailType: 'payment_intent.succeeded' }],
    ...[
      { orderId: 'detail.data.object.metadata.orderId' },
      { paymentId: 'detail.data.object.id' },
      { amountValue: 'detail.data.object.amount' },
      { currency: 'detail.data.object.currency' },
      { unit: 'minor' },
      { provider: 'stripe' },
    ].map((own): [string, object] => [
      `mapping’s ${Object.keys(own)}`,
      { mapping: { ...payment.mapping, ...own } },
    ]),
  ])('would drop every payment under an own %s, so the stage refuses it', (_, changes) => {
    expect(withPayment(changes)).toThrow(/leave out .*mapping.*filter\.path/);
  });

  it('takes another prefix of order ids, or no filter', () => {
    expect(withPayment({ filter: { startsWith: 'ord_0' } })).not.toThrow();
    expect(withPayment({ filter: undefined })).not.toThrow();
  });
});
