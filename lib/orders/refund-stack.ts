import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { orderEvents } from '../../core/event-names.ts';
import type { Config } from '../config-schema.ts';
import { useRunbook } from '../shared/runbook.ts';
import { siblingQueueNames } from '../shared/sibling-queues.ts';
import type { ServiceStack } from '../stacks/service-stack.ts';
import { ProviderCall } from './provider-call.ts';
import type { Call } from './provider-connection.ts';
import { ProviderFormCall } from './provider-form-call.ts';

type RefundProps = StackProps & {
  config: Config;
  service: ServiceStack;
  refund: NonNullable<Config['refund']>;
};

/** Reports the end of orders to a payment provider. Without it, only the bus has them. */
export class RefundStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { config, service: { bus, alerts }, refund, ...props }: RefundProps,
  ) {
    super(scope, id, props);
    useRunbook(this, config);
    const { logDays } = config.retention;
    const shared = { stage: config.stage, bus, alerts };
    const call = (id: 'Refunds' | 'Captures', detailType: string, { form, ...rest }: Call) => {
      const requests = id === 'Refunds' ? 'refunds' : 'captures';
      const { deadLetters } = siblingQueueNames(config.stage, requests);
      // A payment that went back whole before its order failed is not refunded again.
      const detail = id === 'Refunds' ? { refund: { requested: [true] } } : undefined;
      const props = { ...shared, detailType, detail, deadLetters };
      return form
        ? new ProviderFormCall(this, id, { ...props, logDays, call: { ...rest, form } })
        : new ProviderCall(this, id, { ...props, call: rest });
    };
    call('Refunds', orderEvents.failed, refund.failed);
    if (refund.completed) call('Captures', orderEvents.completed, refund.completed);
  }
}
