import { Stack } from 'aws-cdk-lib';
import { CfnEventBusPolicy, type EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';

const accountIn = (arn: string): string => String(arn.split(':')[4]);

type BusPolicyProps = {
  bus: EventBus;
  /** Sources of events that tell of payments and refunds. */
  sources: readonly string[];
  senders: readonly string[];
  /** Roles of the stage itself that tell of payments. */
  own?: readonly string[];
};

/**
 * The only principals that may put events of payments and refunds on the stage's bus. No other
 * principal can claim that an order is paid or refunded, even if its own policies allow the call.
 */
export class BusPolicy extends Construct {
  private readonly bus: EventBus;

  constructor(scope: Construct, id: string, { bus, sources, senders, own = [] }: BusPolicyProps) {
    super(scope, id);
    this.bus = bus;
    const isPayment = { StringEquals: { 'events:source': sources } };
    const foreign = senders.filter((arn) => accountIn(arn) !== Stack.of(this).account);
    this.say('OtherSenders', 'Deny', '*', {
      ...isPayment,
      ArnNotLike: { 'aws:PrincipalArn': [...senders, ...own] },
    });
    if (foreign.length > 0) this.say('ForeignSenders', 'Allow', { AWS: foreign }, isPayment);
  }

  private say(sid: string, effect: string, principal: unknown, condition: object): void {
    new CfnEventBusPolicy(this, sid, {
      eventBusName: this.bus.eventBusName,
      statementId: sid,
      statement: {
        Sid: sid,
        Effect: effect,
        Principal: principal,
        Action: 'events:PutEvents',
        Resource: this.bus.eventBusArn,
        Condition: condition,
      },
    });
  }
}
