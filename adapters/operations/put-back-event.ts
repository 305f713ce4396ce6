import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { TransientFault } from '../../core/errors.ts';
import { callWithRight } from '../aws/access-refused.ts';
import { type AwsAccess, clientSettings } from '../aws/client-settings.ts';

/**
 * Puts an event on a bus again, as it was; `body` is the event as a dead-letter queue keeps it,
 * JSON. Throws `TransientFault` when the bus does not take it.
 */
export const putBackEvent = async (where: AwsAccess, bus: string, body: string): Promise<void> => {
  const { source, 'detail-type': detailType, detail } = JSON.parse(body);
  const entry = {
    EventBusName: bus,
    Source: source,
    DetailType: detailType,
    Detail: JSON.stringify(detail),
  };
  const client = new EventBridgeClient(clientSettings(where, 'events'));
  const { FailedEntryCount = 0 } = await callWithRight('events:PutEvents', () =>
    client.send(new PutEventsCommand({ Entries: [entry] })),
  );
  if (FailedEntryCount > 0)
    throw new TransientFault('EventBridge did not take the event. Try again.');
};
