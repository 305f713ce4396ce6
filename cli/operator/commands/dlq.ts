import type { Parked, SqsParked } from '../../../adapters/operations/sqs-parked.ts';
import { forEachParked } from '../../../core/operations/dead-letters.ts';
import type { Command, Context } from '../../command.ts';
import { CommandProblem } from '../../command-problem.ts';
import { exitCodes } from '../../exit-codes.ts';
import { operandOf, textOf } from '../../option-values.ts';
import type { Options } from '../../options.ts';
import { parkedLine } from '../dead-letter-text.ts';
import { openQueue, putOnBus } from '../parked-messages.ts';
import { type DeadLetters, partsOf, type StageParts } from '../stage-parts.ts';

type Act = (parts: StageParts, context: Context) => Promise<number>;

const nameIn = ({ positionals }: Context): string =>
  operandOf(positionals.slice(1), 'queue').replace(/^dead-letters-/, '');

const queueOf = ({ deadLetters }: StageParts, context: Context): DeadLetters => {
  const name = nameIn(context);
  const found = deadLetters.find((queue) => queue.name === name);
  if (found) return found;
  throw new CommandProblem(
    `There is no dead-letter queue ${name}. One of: ` +
      `${deadLetters.map((queue) => queue.name).join(', ')}.`,
    exitCodes.missing,
  );
};

const told = ({ messageId, sentAt, body, attributes }: Parked) => ({
  messageId,
  sentAt,
  body,
  attributes,
});

const overview: Act = async ({ access, deadLetters }, { output }) => {
  for (const { name, url } of deadLetters) {
    const messages = await (await openQueue(access, url)).count();
    await output.result(`${name.padEnd(26)} ${messages}`, { queue: name, messages });
  }
  return exitCodes.done;
};

const look = (queue: SqsParked, onMessage: (message: Parked) => Promise<void>): Promise<void> =>
  forEachParked(queue, async (message) => {
    await onMessage(message);
    return true;
  });

const list: Act = async (parts, context) => {
  if (context.positionals.length === 1) return overview(parts, context);
  const { url } = queueOf(parts, context);
  await look(await openQueue(parts.access, url), (message) =>
    context.output.result(parkedLine(message), told(message)),
  );
  return exitCodes.done;
};

const putBack = async (
  { access, bus }: StageParts,
  queue: SqsParked,
  message: Parked,
): Promise<void> => {
  await putOnBus(access, bus, message);
  await queue.remove(message);
};

const sendEach = async (
  queue: SqsParked,
  send: (message: Parked) => Promise<void>,
): Promise<number> => {
  let sent = 0;
  for await (const message of queue.take()) {
    await send(message);
    sent += 1;
  }
  return sent;
};

const redrive: Act = async (parts, context) => {
  const { name, url, backTo, fromBus } = queueOf(parts, context);
  const queue = await openQueue(parts.access, url);
  if (backTo === undefined && !fromBus)
    throw new CommandProblem(
      `Messages of ${name} have nowhere to go back to: the next run repeats them. Drop them.`,
      exitCodes.refused,
    );
  const waiting = await queue.count();
  if (backTo !== undefined && waiting > 0 && (await queue.moveBack(backTo))) {
    await context.output.result(`about ${waiting} messages are being moved back`, {
      queue: name,
      messages: waiting,
      moving: true,
    });
    return exitCodes.done;
  }
  const send = (message: Parked) =>
    backTo === undefined ? putBack(parts, queue, message) : queue.sendTo(backTo, message);
  const sent = await sendEach(queue, send);
  await context.output.result(`${sent} messages sent back`, {
    queue: name,
    messages: sent,
    moving: false,
  });
  return exitCodes.done;
};

const drop: Act = async (parts, context) => {
  const { values, output } = context;
  const { name, url } = queueOf(parts, context);
  const queue = await openQueue(parts.access, url);
  const only = textOf(values, 'message');
  let dropped = 0;
  await look(queue, async (message) => {
    if (only !== undefined && message.messageId !== only) return;
    if (values.apply === true) await queue.remove(message);
    dropped += 1;
    await output.result(
      `${values.apply === true ? 'dropped' : 'would be dropped'}  ${parkedLine(message)}`,
      {
        queue: name,
        ...told(message),
        dropped: values.apply === true,
      },
    );
  });
  if (values.apply !== true && dropped > 0) output.say('Nothing was changed. Do it with --apply.');
  return only !== undefined && dropped === 0 ? exitCodes.missing : exitCodes.done;
};

const acts: Readonly<Record<string, Act>> = { list, redrive, drop };

const options = {
  message: { type: 'string', value: 'id', help: 'drop: this message only' },
  apply: { type: 'boolean', help: 'drop: do it; by default, only show what would be dropped' },
} as const satisfies Options;

/** `keepsake dlq`. */
export const command: Command = {
  summary: 'show what is parked in the dead-letter queues, send it back or drop it',
  operands: 'list|redrive|drop [<queue>]',
  words: Object.keys(acts),
  examples: ['keepsake dlq list --stage prod'],
  options,
  run: async (context) => {
    const [act = 'list', ...named] = context.positionals;
    // Before any request to AWS: only an overview names no queue.
    if (act !== 'list' || named.length > 0) nameIn(context);
    return (acts[act] ?? list)(await partsOf(context.settings), context);
  },
};
