import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Link } from '../../../client/operator/operator.ts';
import type { Command, Context } from '../../command.ts';
import { CommandProblem } from '../../command-problem.ts';
import { exitCodes } from '../../exit-codes.ts';
import { operandOf } from '../../option-values.ts';
import { apiOptions, openApi } from '../operator-api.ts';

// Keys are named in a file of the deployment and made beside it: the package alone has neither.
const rotation = fileURLToPath(new URL('../../../tools/delivery-keys/main.ts', import.meta.url));

const stageOf = ({ settings }: Context): string => {
  if (settings.local)
    throw new CommandProblem('A local stage signs with storage itself: it has no keys to rotate.');
  if (settings.stage === undefined)
    throw new CommandProblem('Name a stage: --stage <name> or KEEPSAKE_STAGE.');
  return settings.stage;
};

const stepsFor = (stage: string): string[] => [
  `keepsake links rotate-keys --stage ${stage} --apply   makes a key and drops the oldest of ` +
    'three; refused while the newest never signed',
  `git add delivery-keys/${stage}.json && git commit   the file names the keys that are accepted`,
  `npm run deploy -- --stage ${stage}   from here on the new key signs; URLs signed with ` +
    'the one before stay good',
  'open one file   the next rotation asks whether the newest key was used',
];

const rotate = (stage: string, unused: boolean): Promise<number> => {
  if (!existsSync(rotation))
    throw new CommandProblem(
      'Rotate in a clone of your deployment: its key file is committed there.',
      exitCodes.refused,
    );
  const args = ['--stage', stage, ...(unused ? ['--unused'] : [])];
  const child = spawn(process.execPath, ['--no-warnings', rotation, ...args], { stdio: 'inherit' });
  return new Promise((resolve) =>
    child.on('exit', (code) => resolve(code ?? exitCodes.unexpected)),
  );
};

const rotateKeys = async (context: Context): Promise<number> => {
  const stage = stageOf(context);
  if (context.values.apply === true) return rotate(stage, context.values.unused === true);
  const steps = stepsFor(stage);
  await context.output.result(
    steps.map((step, index) => `${index + 1}. ${step}`),
    {
      stage,
      steps,
    },
  );
  context.output.say('Nothing was changed.');
  return exitCodes.done;
};

const lineOf = ({ linkId, state, role, lastUsedOn }: Link): string =>
  `${linkId}  ${state.padEnd(7)}  ${role ?? 'all files'}  last used ${lastUsedOn ?? 'never'}`;

const list = async ({ positionals, settings, values, output }: Context): Promise<number> => {
  const orderId = operandOf(positionals.slice(1), 'order');
  const { links } = await (await openApi(settings, values)).links.ofOrder(orderId);
  for (const link of links) await output.result(lineOf(link), link);
  return exitCodes.done;
};

/** `keepsake links`. */
export const command: Command = {
  summary:
    'list the printed links of an order, or rotate the keys that sign delivery URLs; printed ' +
    'links outlive a rotation',
  operands: 'list <order> | rotate-keys',
  words: ['list', 'rotate-keys'],
  examples: ['keepsake links list ord_1 --stage prod', 'keepsake links rotate-keys --stage prod'],
  options: {
    ...apiOptions,
    apply: { type: 'boolean', help: 'rotate-keys: do it; by default, only show the steps' },
    unused: {
      type: 'boolean',
      help: 'rotate-keys: although the newest key never signed anything',
    },
  },
  run: (context) => (context.positionals[0] === 'list' ? list(context) : rotateKeys(context)),
};
