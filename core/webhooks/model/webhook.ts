import * as z from 'zod';
import { daysAfter } from '../../shared/model/later.ts';
import { mostAttempts } from '../../webhook-contract.ts';

/** One event on its way to one endpoint, as the queue carries it. `id` is the event's. */
export const webhookSchema = z.object({
  endpoint: z.string(),
  id: z.string(),
  type: z.string(),
  timestamp: z.string(),
  data: z.record(z.string(), z.unknown()),
});

export type Webhook = z.infer<typeof webhookSchema>;

/** The last try. `retrying`: the queue will repeat it. `failed`: it parked as a dead letter. */
export const deliveryStatuses = ['delivered', 'retrying', 'failed'] as const;

/** The record of a delivery: how often it was tried, and how the last try ended. */
export const deliverySchema = z.object({
  /** `<endpoint>.<event id>`. Names of endpoints have no dots. */
  deliveryId: z.string(),
  endpoint: z.string(),
  status: z.enum(deliveryStatuses),
  attempts: z.number().int(),
  /** The answer's HTTP status, or why there was none. */
  answer: z.union([z.number().int(), z.string()]),
  at: z.string(),
  /** The record that the event is about, e.g. `ord_…`, where it names one. */
  subject: z.string().optional(),
  webhook: webhookSchema,
});

export type Delivery = z.infer<typeof deliverySchema>;

/** One record for each event and endpoint. */
export const deliveryIdOf = ({ endpoint, id }: Pick<Webhook, 'endpoint' | 'id'>): string =>
  `${endpoint}.${id}`;

/**
 * Tries of an endpoint that the stage does not have: 40 minutes, in which a deployment that made
 * the rule of a new endpoint has told the function of it, too.
 */
const attemptsWhileDeploying = 10;

/** How a delivery that was not taken stands after so many tries; `isGone`: for want of endpoint. */
export const standingOf = (attempts: number, isGone: boolean): Delivery['status'] =>
  attempts < (isGone ? attemptsWhileDeploying : mostAttempts) ? 'retrying' : 'failed';

const subjects = ['orderId', 'uploadId', 'jobId'] as const;

/** The order, else the upload, else the job that an event is about. */
export const subjectOf = ({ data }: Pick<Webhook, 'data'>): string | undefined =>
  subjects.map((name) => data[name]).find((id): id is string => typeof id === 'string');

/** Where a delivery stands among those of its time; no two share a position. */
export const deliveryPosition = ({ at, deliveryId }: Pick<Delivery, 'at' | 'deliveryId'>): string =>
  `${at}#${deliveryId}`;

/** Which deliveries are wanted; every field narrows. */
export type DeliveryQuery = {
  endpoint?: string | undefined;
  status?: Delivery['status'] | undefined;
  subject?: string | undefined;
};

/** True for a delivery that a query asks for. */
export const isWantedDelivery = (
  { endpoint, status, subject }: Delivery,
  query: DeliveryQuery,
): boolean =>
  (query.endpoint === undefined || endpoint === query.endpoint) &&
  (query.status === undefined || status === query.status) &&
  (query.subject === undefined || subject === query.subject);

/** Days after the event in which its deliveries can be looked at and sent again. */
export const deliveryDays = 30;

/** When the record of a delivery expires: the same time for every try, also when sent again. */
export const keptUntil = ({ timestamp }: Pick<Webhook, 'timestamp'>): Date =>
  daysAfter(timestamp, deliveryDays);

const [firstSeconds, longestSeconds] = [5, 7200];

/**
 * Seconds until the next try. `random` is from 0 to 1: up to a fifth less or more, so that what
 * failed together does not come back together.
 */
export const pauseSeconds = (attempts: number, random: number): number => {
  const pause = Math.min(firstSeconds * 2 ** (attempts - 1), longestSeconds);
  return Math.round(pause * (0.8 + 0.4 * random));
};

/** The body of a webhook. Every try sends the same bytes, because they are signed. */
export const bodyOf = ({ type, timestamp, data }: Webhook): string =>
  JSON.stringify({ type, timestamp, data });
