import { Stack } from 'aws-cdk-lib';
import { CfnEventBusPolicy, type EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import type { Config } from '../config-schema.ts';

type Payment = Pick<Config['payment'], 'source' | 'senders' | 'eventBusName'>;

const accountIn = (arn: string): string => String(arn.split(':')[4]);

/**
 * Who may put events on the stage's bus: principals of its own account, whose policies say so, and
 * the named senders of payments. With senders, nobody else can claim that an order is paid.
 */
export class BusPolicy extends Construct {
  private readonly bus: EventBus;

  constructor(scope: Construct, id: string, { bus, payment }: { bus: EventBus; payment: Payment }) {
    super(scope, id);
    this.bus = bus;
    const { source, senders = [] } = payment;
    const { account } = Stack.of(this);
    const accounts = [...new Set([account, ...senders.map(accountIn)])];
    const foreign = senders.filter((arn) => accountIn(arn) !== account);
    this.say('OtherAccounts', 'Deny', '*', {
      StringNotEquals: { 'aws:PrincipalAccount': accounts },
    });
    if (senders.length > 0)
      this.say('OtherSenders', 'Deny', '*', {
        StringEquals: { 'events:source': source },
        ArnNotLike: { 'aws:PrincipalArn': senders },
      });
    if (foreign.length > 0)
      this.say(
        'ForeignSenders',
        'Allow',
        { AWS: foreign },
        {
          StringEquals: { 'events:source': source },
        },
      );
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
