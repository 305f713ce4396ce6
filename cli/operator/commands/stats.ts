import type { Command } from '../../command.ts';
import { exitCodes } from '../../exit-codes.ts';
import { nestedLines } from '../nested-lines.ts';
import { apiOptions, openApi } from '../operator-api.ts';

/** `keepsake stats`. */
export const command: Command = {
  summary: 'how many uploads and bytes there are, by state, category, kind of owner and day',
  operands: '',
  examples: ['keepsake stats --stage prod'],
  options: apiOptions,
  run: async ({ settings, values, output }) => {
    const stats = await (await openApi(settings, values)).stats();
    await output.result(nestedLines(stats), stats);
    return exitCodes.done;
  },
};
