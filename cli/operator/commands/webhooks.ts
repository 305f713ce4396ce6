import {
  everyEntry,
  type OperatorClient,
  type WebhookDeliveryQuery,
} from '../../../client/operator/operator.ts';
import { deliveryStatuses } from '../../../core/webhooks/model/webhook.ts';
import type { Command, Context } from '../../command.ts';
import { CommandProblem } from '../../command-problem.ts';
import { exitCodes } from '../../exit-codes.ts';
import { textOf } from '../../option-values.ts';
import type { Options, Values } from '../../options.ts';
import { nestedLines } from '../nested-lines.ts';
import { apiOptions, openApi } from '../operator-api.ts';

const options = {
  ...apiOptions,
  endpoint: { type: 'string', value: 'name', help: 'list: those of one endpoint' },
  status: { type: 'string', value: 'status', help: `list: ${deliveryStatuses.join(', ')}` },
  subject: { type: 'string', value: 'id', help: 'list: those about an order, an upload or a job' },
} as const satisfies Options;

type Act = (api: OperatorClient, context: Context) => Promise<void>;

const deliveryIn = ({ positionals: [act, endpoint, id] }: Context): string => {
  if (endpoint !== undefined && id !== undefined) return `${endpoint}.${id}`;
  throw new CommandProblem(`Name the endpoint and the event: webhooks ${act} shop <event id>.`);
};

const endpoints: Act = async (api, { output }) => {
  for (const endpoint of (await api.webhooks.endpoints()).endpoints) {
    const { name, address, events } = endpoint;
    await output.result(`${name.padEnd(16)} ${address}  ${events.join(' ')}`, endpoint);
  }
};

const queryOf = (values: Values): WebhookDeliveryQuery => ({
  limit: 100,
  ...Object.fromEntries(
    ['endpoint', 'status', 'subject'].flatMap((name) => {
      const value = textOf(values, name);
      return value === undefined ? [] : [[name, value]];
    }),
  ),
});

const list: Act = async (api, { values, output }) => {
  for await (const each of everyEntry('deliveries', api.webhooks.deliveries, queryOf(values))) {
    const { deliveryId, status, type, subject = '-', answer, at } = each;
    const text = `${at}  ${status.padEnd(9)}  ${type.padEnd(24)} ${subject}  ${deliveryId}`;
    await output.result(`${text}  ${answer}`, each);
  }
};

const show: Act = async (api, context) => {
  const delivery = await api.webhooks.delivery(deliveryIn(context));
  await context.output.result(nestedLines(delivery), delivery);
};

const sendAgain: Act = async (api, context) => {
  const { deliveryId, endpoint, webhook } = await api.webhooks.sendAgain(deliveryIn(context));
  const told = { deliveryId, endpoint, id: webhook.id, sent: true };
  await context.output.result(`${webhook.id} goes to ${endpoint} again`, told);
};

const acts: Readonly<Record<string, Act>> = { endpoints, list, show, 'send-again': sendAgain };

/** `keepsake webhooks`. */
export const command: Command = {
  summary: 'show endpoints and how deliveries to them ended; send an event again',
  operands: 'endpoints|list|show|send-again [<endpoint> <event>]',
  words: Object.keys(acts),
  examples: ['keepsake webhooks send-again shop $EVENT --stage prod'],
  options,
  run: async (context) => {
    const act = acts[context.positionals[0] ?? 'list'] ?? list;
    if (act === show || act === sendAgain) deliveryIn(context);
    await act(await openApi(context.settings, context.values), context);
    return exitCodes.done;
  },
};
