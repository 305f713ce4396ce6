import { describe, expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { defaultConfig, parseConfig } from '../../../lib/config.ts';
import type { Config } from '../../../lib/config-schema.ts';
import {
  stripeCaptureAfterMigrate,
  stripeRefunds,
} from '../../../lib/orders/payment-providers/stripe.ts';
import { flatten, keepsake, propertiesOf } from '../synthesize.ts';

// biome-ignore lint/suspicious/noExplicitAny: definitions have no types here.
type Value = any;

const templateOf = (refund: NonNullable<Config['refund']>): Template => {
  const { refunds } = keepsake(parseConfig('prod', { ...defaultConfig('prod'), refund }));
  if (!refunds) throw new Error('there is no Refunds stack');
  return Template.fromStack(refunds);
};

const definitionOf = (template: Template, part: 'Refunds' | 'Captures') => {
  const machines = propertiesOf(template, 'AWS::StepFunctions::StateMachine');
  const [, machine] = machines.find(([id]) => id.startsWith(part)) ?? [];
  return JSON.parse(flatten(machine.DefinitionString));
};

const callOf = (template: Template, part: 'Refunds' | 'Captures'): Value =>
  definitionOf(template, part).States['Call the provider'];

/** What the task's parameters are for an event: paths read, `States.Format` filled. */
const filled = (value: Value, event: object): Value => {
  if (Array.isArray(value) || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries<Value>(value).map(([name, inner]) =>
      name.endsWith('.$')
        ? [name.slice(0, -2), evaluated(inner, event)]
        : [name, filled(inner, event)],
    ),
  );
};

const read = (path: string, event: object): Value =>
  path
    .split('.')
    .slice(1)
    .reduce((value: Value, name) => value[name], event);

const argumentOf = (argument: string, event: object): string =>
  argument.startsWith("'") ? argument.slice(1, -1) : String(read(argument, event));

/** The value of a path, or of calls of `States.Format`, the innermost first. */
const evaluated = (expression: string, event: object): string => {
  let text = expression;
  while (text.includes('States.Format('))
    text = text.replace(/States\.Format\(([^()]*)\)/, (_call, list: string) => {
      const [template = '', ...values] = list.split(', ').map((one) => argumentOf(one, event));
      return `'${template.replace(/\{\}/g, () => values.shift() ?? '')}'`;
    });
  return argumentOf(text, event);
};

const event = {
  detail: {
    orderId: 'ord_1',
    payment: { paymentId: 'pi_1' },
    refund: { idempotencyKey: 'refund-ord_1-pi_1' },
  },
};

const form = 'application/x-www-form-urlencoded';

describe('Stripe, captured at checkout', () => {
  const template = templateOf(stripeRefunds('keepsake/prod/stripe'));
  const call = callOf(template, 'Refunds');

  it('is asked for the refund of a failed order in a form, once per idempotency key', () => {
    expect(filled(call.Parameters, event)).toMatchObject({
      ApiEndpoint: 'https://api.stripe.com/v1/refunds',
      Method: 'POST',
      Headers: { 'Idempotency-Key': 'refund-ord_1-pi_1', 'Content-Type': form },
      RequestBody: { payment_intent: 'pi_1', 'metadata[orderId]': 'ord_1' },
      Transform: { RequestBodyEncoding: 'URL_ENCODED' },
    });
  });

  it('is asked for no refund of a payment that was refunded before', () => {
    const rules = propertiesOf(template, 'AWS::Events::Rule');
    const [, rule] = rules.find(([id]) => id.startsWith('Refunds')) ?? [];
    expect(rule?.EventPattern).toMatchObject({ detail: { refund: { requested: [true] } } });
  });

  it('is told nothing in JSON and nothing in the query', () => {
    expect(template.findResources('AWS::Events::ApiDestination')).toEqual({});
    expect(call.Parameters).not.toHaveProperty('QueryParameters');
  });

  it('is asked for a day where the answer may change, then the event is parked', () => {
    const [
      { ErrorEquals, IntervalSeconds, BackoffRate, MaxDelaySeconds, MaxAttempts, JitterStrategy },
    ] = call.Retry;
    // Full jitter waits half as long on average.
    expect(JitterStrategy).toBeUndefined();
    expect(ErrorEquals).toEqual(expect.arrayContaining(['States.Http.StatusCode.429']));
    expect(ErrorEquals).not.toContain('States.Http.StatusCode.400');
    const waits = Array.from({ length: MaxAttempts }, (_, tried) =>
      Math.min(MaxDelaySeconds, IntervalSeconds * BackoffRate ** tried),
    );
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(86_400);
    const { States } = definitionOf(template, 'Refunds');
    expect(call.Catch).toEqual([
      { ErrorEquals: ['States.ALL'], ResultPath: null, Next: 'Park the event' },
    ]);
    expect(States['Park the event'].Parameters['MessageBody.$']).toBe('$');
    expect(States[States['Park the event'].Next].Type).toBe('Fail');
  });

  it('is asked again after every error of a server, also those of proxies', () => {
    const [{ ErrorEquals }] = call.Retry;
    for (const status of [500, 502, 504, 520, 529])
      expect(ErrorEquals).toContain(`States.Http.StatusCode.${status}`);
  });

  it('cannot run out of time before the event is parked, though every call hangs', () => {
    const [{ IntervalSeconds, BackoffRate, MaxDelaySeconds, MaxAttempts }] = call.Retry;
    const waits = Array.from({ length: MaxAttempts }, (_, tried) =>
      Math.min(MaxDelaySeconds, IntervalSeconds * BackoffRate ** tried),
    );
    const calls = (MaxAttempts + 1) * call.TimeoutSeconds;
    const asking = waits.reduce((sum, wait) => sum + wait, 0) + calls;
    const { TimeoutSeconds } = definitionOf(template, 'Refunds');
    expect(TimeoutSeconds - asking).toBeGreaterThanOrEqual(3600);
  });

  it('parks the event although the queue refuses for a while', () => {
    const { Retry } = definitionOf(template, 'Refunds').States['Park the event'];
    expect(Retry.at(-1)).toMatchObject({ ErrorEquals: ['States.ALL'], MaxAttempts: 12 });
  });

  it('gets its calls from this workflow alone, which may call nobody else', () => {
    const statements = propertiesOf(template, 'AWS::IAM::Policy').flatMap(
      ([, { PolicyDocument }]) => PolicyDocument.Statement,
    );
    expect(
      statements.find(({ Action }: Value) => Action === 'states:InvokeHTTPEndpoint').Condition,
    ).toEqual({ StringLike: { 'states:HTTPEndpoint': 'https://api.stripe.com*' } });
  });

  it('is sent a credential that is in no template: only the name of its secret', () => {
    const [[, { AuthParameters }] = []] = propertiesOf(
      template,
      'AWS::Events::Connection',
    ) as Value;
    expect(flatten(AuthParameters.ApiKeyAuthParameters.ApiKeyValue)).toBe(
      '{{resolve:secretsmanager:keepsake/prod/stripe:SecretString:::}}',
    );
  });
});

describe('Stripe, captured after the migration', () => {
  const template = templateOf(stripeCaptureAfterMigrate('keepsake/prod/stripe'));

  it('captures every order that is kept', () => {
    const rules = propertiesOf(template, 'AWS::Events::Rule');
    const [, rule] = rules.find(([id]) => id.startsWith('Captures')) ?? [];
    expect(rule?.EventPattern).toEqual({
      source: ['keepsake.orders'],
      'detail-type': ['OrderMigrationCompleted'],
    });
  });

  it('captures what was authorized once the files are kept', () => {
    expect(filled(callOf(template, 'Captures').Parameters, event)).toMatchObject({
      ApiEndpoint: 'https://api.stripe.com/v1/payment_intents/pi_1/capture',
      Headers: { 'Idempotency-Key': 'ord_1', 'Content-Type': form },
      RequestBody: { 'metadata[orderId]': 'ord_1' },
    });
  });

  it('voids it when they cannot be', () => {
    expect(filled(callOf(template, 'Refunds').Parameters, event)).toMatchObject({
      ApiEndpoint: 'https://api.stripe.com/v1/payment_intents/pi_1/cancel',
      Headers: { 'Idempotency-Key': 'refund-ord_1-pi_1', 'Content-Type': form },
      RequestBody: { cancellation_reason: 'abandoned' },
    });
  });
});
