import type { Command } from '../../command.ts';
import { exitCodes } from '../../exit-codes.ts';
import type { Setting } from '../../settings.ts';

/** An access key is a name, and enough of it tells which one; a secret is never shown. */
const shown = ({ name, value, secret }: Setting): string | undefined => {
  if (value === undefined || value === '') return undefined;
  if (secret) return '********';
  return name.endsWith('access key') ? `${value.slice(0, 4)}****` : value;
};

/** `keepsake config`. */
export const command: Command = {
  summary: 'show every setting and where it comes from; secrets are masked',
  operands: '',
  examples: ['keepsake config --stage prod'],
  options: {},
  run: async ({ settings, output }) => {
    for (const setting of settings.all) {
      const value = shown(setting);
      await output.result(
        `${setting.name.padEnd(34)} ${(value ?? '-').padEnd(30)} ${setting.from}`,
        {
          name: setting.name,
          value: value ?? null,
          from: setting.from,
        },
      );
    }
    return exitCodes.done;
  },
};
