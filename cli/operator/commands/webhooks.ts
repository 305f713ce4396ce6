import type { Delivery } from '../../../core/webhooks/model/webhook.ts';
import type { Command, Context } from '../../command.ts';
import { CommandProblem } from '../../command-problem.ts';
import { exitCodes } from '../../exit-codes.ts';
import { nestedText } from '../nested-text.ts';
import { openDeliveries } from '../open-deliveries.ts';
import { partsOf } from '../stage-parts.ts';

const found = async ({ positionals, settings }: Context): Promise<Delivery> => {
  const [, endpoint, id] = positionals;
  if (endpoint === undefined || id === undefined)
    throw new CommandProblem('Name the endpoint and the event: webhooks show shop <event id>.');
  const { deliveries, close } = await openDeliveries(settings);
  try {
    const delivery = await deliveries.find(endpoint, id);
    if (delivery) return delivery;
  } finally {
    close();
  }
  throw new CommandProblem(
    `No delivery of ${id} to ${endpoint} is on record. Records are kept for 30 days.`,
    exitCodes.missing,
  );
};

const repeat = async (context: Context, { endpoint, id, webhook }: Delivery): Promise<void> => {
  const { access, webhooksQueue } = await partsOf(context.settings);
  if (webhooksQueue === undefined)
    throw new CommandProblem('This stage sends no webhooks.', exitCodes.missing);
  const { sendAgain } = await import('../../../adapters/webhooks/send-again.ts');
  await sendAgain(access, webhooksQueue, webhook);
  await context.output.result(`${id} goes to ${endpoint} again`, { endpoint, id, sent: true });
};

/** `keepsake webhooks`. */
export const command: Command = {
  summary: 'show how the delivery of an event to an endpoint ended, or send it again',
  operands: 'show|send-again <endpoint> <event>',
  words: ['show', 'send-again'],
  examples: ['keepsake webhooks send-again shop $EVENT --stage prod'],
  options: {},
  run: async (context) => {
    const delivery = await found(context);
    if (context.positionals[0] === 'send-again') await repeat(context, delivery);
    else await context.output.result(nestedText(delivery), delivery);
    return exitCodes.done;
  },
};
