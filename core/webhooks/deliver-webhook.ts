import { InvalidInput, TransientFault } from '../errors.ts';
import type { Clock } from '../shared/ports.ts';
import {
  type Delivery,
  deliveryIdOf,
  keptUntil,
  standingOf,
  subjectOf,
  type Webhook,
} from './model/webhook.ts';
import type { Deliveries, WebhookSender } from './ports.ts';

type Deps = { sender: WebhookSender; deliveries: Pick<Deliveries, 'save'>; clock: Clock };

/** An answer, or the reason why there is none. Other errors are faults of ours. */
const answerOf = async ({ sender }: Deps, webhook: Webhook): Promise<Delivery['answer']> => {
  try {
    return await sender.send(webhook);
  } catch (error) {
    if (error instanceof TransientFault || error instanceof InvalidInput) return error.message;
    throw error;
  }
};

const isTaken = (answer: Delivery['answer']): boolean =>
  typeof answer === 'number' && answer >= 200 && answer < 300;

/**
 * Sends an event to its endpoint and records how that ended. `attempts` counts this try. Throws
 * `TransientFault` unless the endpoint took it: then it is tried again.
 */
export const deliverWebhook = async (
  deps: Deps,
  webhook: Webhook,
  attempts: number,
): Promise<Delivery> => {
  const answer = await answerOf(deps, webhook);
  const now = deps.clock.now();
  const { endpoint, id } = webhook;
  const subject = subjectOf(webhook);
  const delivery: Delivery = {
    deliveryId: deliveryIdOf(webhook),
    endpoint,
    status: isTaken(answer) ? 'delivered' : standingOf(attempts),
    attempts,
    answer,
    at: now.toISOString(),
    ...(subject !== undefined && { subject }),
    webhook,
  };
  await deps.deliveries.save(delivery, keptUntil(webhook));
  if (delivery.status === 'delivered') return delivery;
  throw new TransientFault(`Endpoint ${endpoint} did not take ${id}: ${answer}.`, {
    context: { endpoint, id, answer },
  });
};
