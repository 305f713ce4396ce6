import * as z from 'zod';
import { InvalidInput, NotFound } from '../errors.ts';
import { fittingIn } from '../shared/model/page-bytes.ts';
import { pageFields } from '../shared/model/page-request.ts';
import { parseInput } from '../shared/model/parse-input.ts';
import { parseQuery } from '../shared/model/parse-query.ts';
import { type ParkedMessage, parkedView, parkedViewSchema } from './model/parked-message.ts';
import type { ParkedMessages } from './ports.ts';

/** A dead-letter queue. `backTo`: the address of the queue that its messages come from. */
export type DeadLetters = { name: string; backTo?: string; messages: ParkedMessages };

type Deps = { queues: readonly DeadLetters[] };

/** Messages that one call removes or sends at most, so that the call answers in time. */
const mostAtOnce = 500;

/**
 * Hands messages to `onMessage` until it answers false. Every message that is still there is shown
 * to others again, however this ends.
 */
export const forEachParked = async <Message extends ParkedMessage>(
  queue: { take(): AsyncGenerator<Message>; release(message: Message): Promise<void> },
  onMessage: (message: Message) => Promise<boolean>,
): Promise<void> => {
  const taken: Message[] = [];
  try {
    for await (const message of queue.take()) {
      taken.push(message);
      if (!(await onMessage(message))) return;
    }
  } finally {
    await Promise.allSettled(taken.map((message) => queue.release(message)));
  }
};

/** Every dead-letter queue, about how many messages wait there, and whether they can go back. */
export const listDeadLetters = async ({
  queues,
}: Deps): Promise<{ queues: { queue: string; messages: number; goesBack: boolean }[] }> => {
  const counted = queues.map(async ({ name, backTo, messages }) => ({
    queue: name,
    messages: await messages.count(),
    goesBack: backTo !== undefined,
  }));
  return { queues: await Promise.all(counted) };
};

export const readDeadLettersSchema = z.strictObject({ limit: pageFields.limit });

export const parkedPageSchema = z.strictObject({
  queue: z.string(),
  messages: z.array(parkedViewSchema),
  more: z.boolean(),
});

/**
 * Messages of one queue, in no particular order, without removing them. `more`: the queue has
 * others. Throws `NotFound` or `InvalidInput`.
 */
export const readDeadLetters = async (
  deps: Deps,
  name: string,
  query: unknown,
): Promise<z.infer<typeof parkedPageSchema>> => {
  const { limit } = parseQuery(readDeadLettersSchema, query);
  const seen: ParkedMessage[] = [];
  await forEachParked(queueNamed(deps, name).messages, async (message) => {
    seen.push(message);
    return seen.length <= limit;
  });
  const messages = fittingIn(seen.slice(0, limit).map(parkedView));
  return { queue: name, messages, more: seen.length > messages.length };
};

const queueNamed = ({ queues }: Deps, name: string): DeadLetters => {
  const found = queues.find((queue) => queue.name === name);
  if (found) return found;
  throw new NotFound('queue', name);
};

/**
 * Sends the messages of one queue back to where they came from. `moving`: SQS does it by and by,
 * and `messages` is about how many. Otherwise 500 at most are sent; `more`: call again. Throws
 * `NotFound` or `InvalidInput`.
 */
export const redriveDeadLetters = async (
  deps: Deps,
  name: string,
): Promise<{ queue: string; messages: number; moving: boolean; more: boolean }> => {
  const { backTo, messages: parked } = queueNamed(deps, name);
  if (backTo === undefined)
    throw InvalidInput.of('queue', 'has nowhere to send messages back to; drop them');
  const waiting = await parked.count();
  if (waiting > 0 && (await parked.moveBack(backTo)))
    return { queue: name, messages: waiting, moving: true, more: false };
  let sent = 0;
  for await (const message of parked.take()) {
    await parked.sendTo(backTo, message);
    sent += 1;
    if (sent === mostAtOnce) break;
  }
  return { queue: name, messages: sent, moving: false, more: sent === mostAtOnce };
};

export const dropDeadLettersSchema = z.strictObject(
  {
    /** These only. */
    messageIds: z.array(z.string().min(1).max(100)).min(1).max(100).optional(),
    /** Every message of the queue. */
    all: z.literal(true).optional(),
  },
  'must be a JSON object',
);

/**
 * Removes messages of one queue for good: those named, or all. 500 at most; `more`: call again.
 * Throws `NotFound` or `InvalidInput`.
 */
export const dropDeadLetters = async (
  deps: Deps,
  name: string,
  body: unknown,
): Promise<{ queue: string; dropped: string[]; more: boolean }> => {
  const { messageIds, all } = parseInput(dropDeadLettersSchema, body);
  if ((messageIds === undefined) === (all === undefined))
    throw InvalidInput.of('messageIds', 'name messages, or say all');
  const { messages: parked } = queueNamed(deps, name);
  const dropped: string[] = [];
  const most = messageIds?.length ?? mostAtOnce;
  await forEachParked(parked, async (message) => {
    if (messageIds !== undefined && !messageIds.includes(message.messageId)) return true;
    await parked.remove(message);
    return dropped.push(message.messageId) < most;
  });
  return { queue: name, dropped, more: all === true && dropped.length === most };
};
