import { Stack } from 'aws-cdk-lib';
import { CfnEventBusPolicy, type EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';

type BusPolicyProps = {
  bus: EventBus;
  /** Begins the statements' ids, which are the bus's own names for them. */
  about?: string;
  /** Sources of the events, e.g. those that tell of payments and refunds. */
  sources: readonly string[];
  senders: readonly string[];
  /** Roles of the stage itself that send such events. */
  own?: readonly string[];
};

/**
 * The only principals that may put events of these sources on the stage's bus. No other principal
 * can claim that an order is paid, or a file clean, even if its own policies allow the call.
 */
export class BusPolicy extends Construct {
  private readonly bus: EventBus;

  constructor(
    scope: Construct,
    id: string,
    { bus, about = '', sources, senders, own = [] }: BusPolicyProps,
  ) {
    super(scope, id);
    this.bus = bus;
    const isGuarded = { StringEquals: { 'events:source': sources } };
    const foreign = senders.filter((arn) => accountIn(arn) !== Stack.of(this).account);
    this.say(`${about}OtherSenders`, 'Deny', '*', {
      ...isGuarded,
      ArnNotLike: { 'aws:PrincipalArn': [...senders, ...own] },
    });
    if (foreign.length > 0)
      this.say(`${about}ForeignSenders`, 'Allow', { AWS: foreign }, isGuarded);
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

const accountIn = (arn: string): string => String(arn.split(':')[4]);
