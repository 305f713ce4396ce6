import type { Command } from '../../command.ts';
import { exitCodes } from '../../exit-codes.ts';
import { numberOf } from '../../option-values.ts';
import { nestedLines } from '../nested-lines.ts';
import { apiOptions, openApi } from '../operator-api.ts';

/** `keepsake cleanup`. */
export const command: Command = {
  summary: 'remove temporary files that no order needs, before they expire; only with --apply',
  operands: '',
  examples: ['keepsake cleanup --stage prod'],
  options: {
    ...apiOptions,
    'older-than-hours': {
      type: 'string',
      value: 'hours',
      help: 'only files at least this old (24)',
    },
    apply: { type: 'boolean', help: 'do it; by default, only show what would be removed' },
  },
  run: async ({ settings, values, output }) => {
    const dryRun = values.apply !== true;
    const olderThanHours = numberOf(values, 'older-than-hours', 1) ?? 24;
    const done = await (await openApi(settings, values)).cleanUp({
      olderThanHours,
      dryRun,
    });
    await output.result(nestedLines(done), done);
    if (dryRun) output.say('Nothing was changed. Do it with --apply.');
    return exitCodes.done;
  },
};
