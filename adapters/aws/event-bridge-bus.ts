import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { TransientFault } from '../../core/errors.ts';
import {
  jobEvents,
  orderEvents,
  paymentEvents,
  uploadEvents,
  webhookEvents,
} from '../../core/event-names.ts';
import type { BusEvent, EventBus } from '../../core/shared/ports.ts';
import { asking } from './aws-errors.ts';

/** Announces on an EventBridge bus. */
export class EventBridgeBus implements EventBus {
  readonly #client: EventBridgeClient;
  readonly #busName: string;

  constructor(client: EventBridgeClient, busName: string) {
    this.#client = client;
    this.#busName = busName;
  }

  async publish({ detailType, detail }: BusEvent): Promise<void> {
    const entry = {
      EventBusName: this.#busName,
      Source: sourceOf(detailType),
      DetailType: detailType,
      Detail: JSON.stringify(detail),
    };
    const answer = await asking(`publish ${detailType}`, () =>
      this.#client.send(new PutEventsCommand({ Entries: [entry] })),
    );
    // PutEvents answers 200 for entries it did not take.
    if (!answer.FailedEntryCount) return;
    const reason = answer.Entries?.[0]?.ErrorCode;
    throw new TransientFault(`The bus did not take ${detailType} (${reason}). Publish it again.`, {
      context: { detailType, reason },
    });
  }
}

/** Which source an event names, by its type. */
const sourceOf = (detailType: string): string =>
  [jobEvents, uploadEvents, paymentEvents, webhookEvents].find((events) =>
    Object.values<string>(events).includes(detailType),
  )?.source ?? orderEvents.source;
