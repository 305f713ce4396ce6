import * as z from 'zod';

/** One event on its way to one endpoint, as the queue carries it. `id` is the event's. */
export const webhookSchema = z.object({
  endpoint: z.string(),
  id: z.string(),
  type: z.string(),
  timestamp: z.string(),
  data: z.record(z.string(), z.unknown()),
});

export type Webhook = z.infer<typeof webhookSchema>;

/** The record of a delivery: how often it was tried, and how the last try ended. */
export const deliverySchema = z.object({
  endpoint: z.string(),
  id: z.string(),
  status: z.enum(['delivered', 'failed']),
  attempts: z.number().int(),
  /** The answer's HTTP status, or why there was none. */
  answer: z.union([z.number().int(), z.string()]),
  at: z.string(),
  webhook: webhookSchema,
});

export type Delivery = z.infer<typeof deliverySchema>;

/** Days in which a delivery can be looked at and sent again. */
export const deliveryDays = 30;

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
