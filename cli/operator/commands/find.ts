import type { Command } from '../../command.ts';
import { exitCodes } from '../../exit-codes.ts';
import { operandOf } from '../../option-values.ts';
import { apiOptions, openApi } from '../operator-api.ts';

/** `keepsake find`. */
export const command: Command = {
  summary:
    'find what an id belongs to: an order, upload, batch, job, link, owner, payment, key or token',
  operands: '<id>',
  examples: ['keepsake find pi_3NxYz --stage prod'],
  options: apiOptions,
  run: async ({ settings, values, positionals, output }) => {
    const text = operandOf(positionals, 'id');
    const { matches } = await (await openApi(settings, values)).search(text);
    for (const match of matches) {
      const { kind, id, by, orderId } = match;
      const order = orderId === undefined ? '' : `  of ${orderId}`;
      await output.result(`${kind.padEnd(7)} ${id}  by ${by}${order}`, match);
    }
    if (matches.length > 0) return exitCodes.done;
    output.say('Nothing has this id. Check that it is whole, and that this is the right stage.');
    return exitCodes.missing;
  },
};
