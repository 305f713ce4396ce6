import {
  everyEntry,
  type OperatorClient,
  type OrderQuery,
  type OrderTimeline,
} from '../../../client/operator/operator.ts';
import type { Command, Context } from '../../command.ts';
import { CommandProblem } from '../../command-problem.ts';
import { exitCodes } from '../../exit-codes.ts';
import { oneOf, operandOf, textOf } from '../../option-values.ts';
import type { Options } from '../../options.ts';
import { apiOptions, openApi } from '../operator-api.ts';
import { orderLine, timelineLines } from '../order-text.ts';

const statuses = [
  'failed',
  'compensation_failed',
  'stuck',
  'payment_held',
  'awaiting_payment',
  'paid',
  'completed',
] as const;

const options = {
  ...apiOptions,
  status: { type: 'string', value: 'state', help: `list: ${statuses.join('|')} (all)` },
  owner: { type: 'string', value: 'id', help: "list: one owner's" },
  from: { type: 'string', value: 'time', help: 'list: last changed at or after, ISO 8601' },
  to: { type: 'string', value: 'time', help: 'list: last changed at or before, ISO 8601' },
  'refund-stopped': {
    type: 'boolean',
    help: 'retry: you made sure at the payment provider that the refund will not be paid',
  },
  note: { type: 'string', value: 'text', help: 'settle: the decision, for later readers' },
} as const satisfies Options;

/** Checks the usage first: only then does it ask for a token and call AWS. */
type Act = (context: Context) => (api: OperatorClient) => Promise<number>;

const queryOf = ({ values, positionals }: Context): OrderQuery => {
  if (positionals.length > 1) throw new CommandProblem('keepsake orders list takes no operand.');
  return {
    limit: 100,
    status: oneOf(values, 'status', statuses),
    ownerId: textOf(values, 'owner'),
    from: textOf(values, 'from'),
    to: textOf(values, 'to'),
  };
};

const printOrders = async (
  api: OperatorClient,
  query: OrderQuery,
  { output }: Context,
): Promise<number> => {
  let orders = 0;
  for await (const order of everyEntry('orders', api.orders.list, query)) {
    orders += 1;
    await output.result(orderLine(order), order);
  }
  if (orders === 0) output.say(`No order is ${query.status?.replaceAll('_', ' ') ?? 'here'}.`);
  return exitCodes.done;
};

const orderIn = ({ positionals }: Context): string => operandOf(positionals.slice(1), 'order');

const say = async ({ output }: Context, timeline: OrderTimeline): Promise<number> => {
  await output.result(timelineLines(timeline), timeline);
  return exitCodes.done;
};

const list: Act = (context) => {
  const query = queryOf(context);
  return (api) => printOrders(api, query, context);
};

type About = (api: OperatorClient, orderId: string, context: Context) => Promise<OrderTimeline>;

const about =
  (ask: About): Act =>
  (context) => {
    const orderId = orderIn(context);
    return async (api) => say(context, await ask(api, orderId, context));
  };

const settle: Act = (context) => {
  const [, orderId, paymentId, ...more] = context.positionals;
  if (orderId === undefined || paymentId === undefined || more.length > 0)
    throw new CommandProblem('Name one order, then its held payment.');
  const note = textOf(context.values, 'note');
  return async (api) => {
    const body = note === undefined ? {} : { note };
    const order = await api.orders.settlePayment(orderId, paymentId, body);
    await context.output.result(orderLine(order), order);
    return exitCodes.done;
  };
};

const replace: Act = (context) => {
  const [, orderId, role, uploadId, ...more] = context.positionals;
  if (orderId === undefined || role === undefined || uploadId === undefined || more.length > 0)
    throw new CommandProblem('Name one order, then the role and its new upload.');
  return async (api) => {
    const order = await api.orders.replaceFile(orderId, role, uploadId);
    await context.output.result(orderLine(order), order);
    return exitCodes.done;
  };
};

const acts: Readonly<Record<string, Act>> = {
  list,
  show: about((api, orderId) => api.orders.timeline(orderId)),
  retry: about((api, orderId, { values }) =>
    api.orders.retry(orderId, { refundStopped: values['refund-stopped'] === true }),
  ),
  compensate: about((api, orderId) => api.orders.compensate(orderId)),
  settle,
  replace,
};

/** `keepsake orders`. */
export const command: Command = {
  summary:
    'list orders that need attention; show, retry or compensate one, settle its held payment, ' +
    'or replace a file',
  operands: 'list|show|retry|compensate|settle|replace [<order> [<payment>|<role> <upload>]]',
  words: Object.keys(acts),
  examples: ['keepsake orders list --stage prod', 'keepsake orders retry ord_1 --stage prod'],
  options,
  run: async (context) => {
    const [word = 'list'] = context.positionals;
    const act = (acts[word] ?? list)(context);
    return act(await openApi(context.settings, context.values));
  },
};
