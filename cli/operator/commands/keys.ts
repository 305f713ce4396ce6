import { createMachineKey } from '../../../core/sessions/machine-keys.ts';
import { keyScopes } from '../../../core/sessions/model/machine-key.ts';
import type { Command, Context } from '../../command.ts';
import { CommandProblem } from '../../command-problem.ts';
import { exitCodes } from '../../exit-codes.ts';
import { textOf } from '../../option-values.ts';
import { nestedLines } from '../nested-lines.ts';
import { openKeys } from '../open-keys.ts';

const nameOf = ({ positionals: [, name] }: Context): string => {
  if (name === undefined) throw new CommandProblem('Name the key, e.g. shop-2030.');
  return name;
};

const create = async (context: Context): Promise<void> => {
  const { settings, values, output } = context;
  const scopes = textOf(values, 'scopes')?.split(',') ?? [];
  const days = Number(textOf(values, 'days') ?? 90);
  const { close, ...deps } = await openKeys(settings);
  try {
    const { key, record } = await createMachineKey(deps, { name: nameOf(context), scopes, days });
    const { secretHash: _kept, ...told } = record;
    await output.result(nestedLines({ ...told, key }), { ...told, key });
    output.say('Keep the key now: it is shown once.');
  } finally {
    close();
  }
};

const end = async (context: Context): Promise<void> => {
  const { keys, close } = await openKeys(context.settings);
  const name = nameOf(context);
  try {
    await keys.end(name);
    await context.output.result(`${name} ended`, { name, ended: true });
    context.output.say('The API may remember it for another minute.');
  } finally {
    close();
  }
};

/** `keepsake keys`. */
export const command: Command = {
  summary: 'make and end machine keys for a shop’s backend, with your AWS credentials',
  operands: 'create|end <name>',
  words: ['create', 'end'],
  examples: ['keepsake keys create shop --scopes orders:create,orders:read --stage prod'],
  options: {
    scopes: {
      type: 'string',
      value: 'list',
      help: `create: what it may do, comma-separated: ${Object.keys(keyScopes).join(', ')}`,
    },
    days: { type: 'string', value: 'n', help: 'create: its lifetime, at most 366 (90)' },
  },
  run: async (context) => {
    await (context.positionals[0] === 'create' ? create(context) : end(context));
    return exitCodes.done;
  },
};
