import { InvalidInput, NotFound, TransientFault } from '../errors.ts';
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

const gone = 'The stage has no such endpoint any more.';

/** Says nothing of the error, which may name secrets. */
const notSent = 'The webhook was not sent, by a fault of the stage: see the log of send-webhooks.';

/**
 * Sends an event to its endpoint and records how that ended. `attempts` counts this try. Throws
 * `TransientFault` unless the endpoint took it, or the error by which it could not be sent: then it
 * is tried again. An event of an endpoint that was taken away ends as `failed` and is not parked,
 * because no repair could send it.
 */
export const deliverWebhook = async (
  deps: Deps,
  webhook: Webhook,
  attempts: number,
): Promise<Delivery> => {
  const { answer, fault, isGone = false } = await ask(deps, webhook);
  const now = deps.clock.now();
  const { endpoint, id } = webhook;
  const subject = subjectOf(webhook);
  const delivery: Delivery = {
    deliveryId: deliveryIdOf(webhook),
    endpoint,
    status: isTaken(answer) ? 'delivered' : standingOf(attempts, isGone),
    attempts,
    answer,
    at: now.toISOString(),
    ...(subject !== undefined && { subject }),
    webhook,
  };
  await deps.deliveries.save(delivery, keptUntil(webhook));
  if (delivery.status === 'delivered' || (isGone && delivery.status === 'failed')) return delivery;
  if (fault !== undefined) throw fault;
  throw new TransientFault(`Endpoint ${endpoint} did not take ${id}: ${answer}.`, {
    context: { endpoint, id, answer },
  });
};

/** `fault`: the stage could not even ask, because of an error that is not the endpoint's. */
type Outcome = { answer: Delivery['answer']; fault?: unknown; isGone?: boolean };

const ask = async ({ sender }: Deps, webhook: Webhook): Promise<Outcome> => {
  try {
    return { answer: await sender.send(webhook) };
  } catch (error) {
    if (error instanceof NotFound) return { answer: gone, isGone: true };
    return error instanceof TransientFault || error instanceof InvalidInput
      ? { answer: error.message }
      : { answer: notSent, fault: error };
  }
};

const isTaken = (answer: Delivery['answer']): boolean =>
  typeof answer === 'number' && answer >= 200 && answer < 300;
