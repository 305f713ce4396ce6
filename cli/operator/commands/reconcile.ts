import { invokeFunction } from '../../../adapters/aws/lambda-functions.ts';
import { everyEntry } from '../../../client/operator/operator.ts';
import type { Command, Context } from '../../command.ts';
import { exitCodes } from '../../exit-codes.ts';
import { nestedLines } from '../nested-lines.ts';
import { apiOptions, openApi } from '../operator-api.ts';
import { orderLine } from '../order-text.ts';
import { partsOf } from '../stage-parts.ts';

/** The answer of the reconciler's function: counts by outcome, of each kind of record. */
type Report = Record<'orders' | 'jobs' | 'claims', Record<string, number> & { failed: number }>;

const look = async ({ settings, values, output }: Context): Promise<number> => {
  const api = await openApi(settings, values);
  let orders = 0;
  for await (const order of everyEntry('orders', api.orders.list, {
    status: 'stuck',
    limit: 100,
  })) {
    orders += 1;
    await output.result(orderLine(order), order);
  }
  output.say(
    orders === 0
      ? 'There is nothing to reconcile.'
      : 'Nothing was changed. Have them looked at with --apply.',
  );
  return exitCodes.done;
};

const reconcile = async ({ settings, output }: Context): Promise<number> => {
  const { access, reconciler } = await partsOf(settings);
  const report = await invokeFunction<Report>(access, reconciler, { task: 'reconcile' });
  await output.result(nestedLines(report), report);
  const failed = Object.values(report).reduce((sum, part) => sum + part.failed, 0);
  return failed > 0 ? exitCodes.withErrors : exitCodes.done;
};

/** `keepsake reconcile`. */
export const command: Command = {
  summary: 'run the hourly reconciler now with --apply; by default, list the orders it would check',
  operands: '',
  examples: ['keepsake reconcile --stage prod'],
  options: {
    ...apiOptions,
    apply: {
      type: 'boolean',
      help: "do it, with your AWS credentials: invokes the stage's upkeep function",
    },
  },
  run: (context) => (context.values.apply === true ? reconcile(context) : look(context)),
};
