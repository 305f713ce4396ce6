import { callWithRight } from '../../adapters/aws/access-refused.ts';
import { clientSettings } from '../../adapters/aws/where.ts';
import type { Parked, SqsParked } from '../../adapters/operations/sqs-parked.ts';
import type { Access } from '../aws-access.ts';
import { CommandProblem } from '../command-problem.ts';
import { exitCodes } from '../exit-codes.ts';

/** A dead-letter queue. The SDK is loaded here: `keepsake --help` does not wait for it. */
export const openQueue = async (access: Access, url: string): Promise<SqsParked> => {
  const { SqsParked: Queue } = await import('../../adapters/operations/sqs-parked.ts');
  return new Queue(access, url);
};

/**
 * Puts an event on the bus again, as it was. Throws `CommandProblem` when the bus did not take it.
 */
export const putOnBus = async (access: Access, bus: string, { body }: Parked): Promise<void> => {
  const { EventBridgeClient, PutEventsCommand } = await import('@aws-sdk/client-eventbridge');
  const { source, 'detail-type': detailType, detail } = JSON.parse(body);
  const entry = {
    EventBusName: bus,
    Source: source,
    DetailType: detailType,
    Detail: JSON.stringify(detail),
  };
  const client = new EventBridgeClient(clientSettings(access));
  const { FailedEntryCount = 0 } = await callWithRight('events:PutEvents', () =>
    client.send(new PutEventsCommand({ Entries: [entry] })),
  );
  if (FailedEntryCount > 0)
    throw new CommandProblem('EventBridge did not take the event. Try again.', exitCodes.transient);
};
