import { describe, expect, it } from '@jest/globals';
import { defaultConfig, parseConfig } from '../../../lib/config.ts';
import { everyStack } from '../every-stack.ts';
import { permissionsOf } from '../roles/permissions.ts';
import { flatten, functionsOf, propertiesOf, templatesOf } from '../synthesize.ts';

const { webhooks: template } = everyStack();
if (template === undefined) throw new Error('the stage has no Webhooks stack');

describe('the Webhooks stack', () => {
  it('is not there where no endpoint is configured', () => {
    expect(templatesOf(defaultConfig('prod')).webhooks).toBeUndefined();
  });

  it('puts the chosen events of each endpoint into the queue, under its name', () => {
    const rules = propertiesOf(template, 'AWS::Events::Rule').map(([, rule]) => rule);
    expect(rules).toHaveLength(2);
    expect(rules[0].EventPattern['detail-type']).toEqual([
      'OrderMigrationCompleted',
      'UploadReceived',
    ]);
    const [{ InputTransformer, DeadLetterConfig }] = rules[0].Targets;
    expect(InputTransformer.InputTemplate).toContain('"endpoint":"shop"');
    expect(InputTransformer.InputTemplate).toContain('"data":<detail>');
    expect(DeadLetterConfig).toBeDefined();
  });

  it('lets no slow endpoint hold up another: each is a group of its own in a fair queue', () => {
    const [rule] = propertiesOf(template, 'AWS::Events::Rule').map(([, each]) => each);
    expect(rule.Targets[0].SqsParameters).toEqual({ MessageGroupId: 'shop' });
  });

  it('puts what is to be sent again into the queue as it was', () => {
    const [, rule] = propertiesOf(template, 'AWS::Events::Rule').map(([, each]) => each);
    expect(rule.EventPattern).toEqual({
      source: ['keepsake.webhooks'],
      'detail-type': ['WebhookDeliveryRequested'],
    });
    expect(rule.Targets[0].InputPath).toBe('$.detail');
  });

  it('tries each for a day, then parks it', () => {
    const queues = propertiesOf(template, 'AWS::SQS::Queue').map(([, queue]) => queue);
    const redrives = queues.flatMap(({ RedrivePolicy }) => RedrivePolicy ?? []);
    expect(redrives.map(({ maxReceiveCount }) => maxReceiveCount)).toEqual([23]);
  });

  it('lets the sender read its secrets, record deliveries and hide messages, and no more', () => {
    const role = flatten(functionsOf(template).get('send-webhooks').Role);
    const actions = permissionsOf(template, role).map((right) => right.split(' ')[0]);
    expect([...new Set(actions)].sort()).toEqual(
      [
        'dynamodb:PutItem',
        'logs:CreateLogStream',
        'logs:PutLogEvents',
        'secretsmanager:GetSecretValue',
        'sqs:ChangeMessageVisibility',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:ReceiveMessage',
        'xray:PutTelemetryRecords',
        'xray:PutTraceSegments',
      ].sort(),
    );
  });

  const endpoint = {
    name: 'shop',
    url: 'https://shop.example.com/hooks',
    secretName: 's',
    events: ['UploadReceived'],
  };
  it.each([
    ['plain http', [{ ...endpoint, url: 'http://shop.example.com' }], /must be an https URL/],
    [
      'a password in the address, which is never sent',
      [{ ...endpoint, url: 'https://me:secret@shop.example.com' }],
      /no user and no password/,
    ],
    ['no URL', [{ ...endpoint, url: 'shop' }], /must be an https URL/],
    ['an unknown event', [{ ...endpoint, events: ['PaymentSucceeded'] }], /Invalid option/],
    ['two of one name', [endpoint, endpoint], /name of its own/],
  ])('refuses %s', (_, webhooks, message) => {
    expect(() => parseConfig('prod', { ...defaultConfig('prod'), webhooks })).toThrow(message);
  });
});
