import { SystemClock } from '../../../adapters/aws/system-clock.ts';
import type { BatchPlan } from '../../../core/bulk/model/batch.ts';
import { PathSelection } from '../../../core/bulk/model/path-selection.ts';
import { registerOnly } from '../../../core/bulk/register-only.ts';
import type { Command, Context } from '../../command.ts';
import { CommandProblem } from '../../command-problem.ts';
import { exitCodes } from '../../exit-codes.ts';
import { filesText } from '../../figures.ts';
import { inWorkspace } from '../../open-workspace.ts';
import { operandOf } from '../../option-values.ts';
import type { StageRegistry } from '../../workspace.ts';
import { filedPassword, passwordOption } from '../database/password-file.ts';
import { ownFiles } from '../own-files.ts';
import { migrationPlan, planOptions } from '../plan/migration-plan.ts';
import { selectionOptions } from '../plan/selection-options.ts';
import { onInterrupt } from '../run-migration.ts';
import { sayEmpty } from '../say/empty-source.ts';
import { sayReadThrough } from '../say/read-through.ts';
import { sourceOptions } from '../sources/all-sources.ts';
import { openNewSource } from '../sources/new-source.ts';
import { selecting } from '../sources/sight.ts';

const { category, owner, partner } = planOptions;

const planFor = (context: Context, stage: StageRegistry) => {
  const { positionals, values, settings } = context;
  const plan = migrationPlan(operandOf(positionals, 'source'), values, { settings, stage });
  if (plan.register) return { ...plan, register: plan.register };
  throw new CommandProblem('Name the --category of the files.');
};

const register = async (
  { positionals, values, settings, output }: Context,
  stage: StageRegistry,
  plan: BatchPlan & { register: NonNullable<BatchPlan['register']> },
): Promise<number> => {
  const own = { ownFiles: ownFiles(values, settings) };
  const opening = { operand: positionals[0], password: filedPassword(values), ...own };
  const opened = await openNewSource(plan, opening);
  const { source, sight } = opened;
  const { signal, off } = onInterrupt(output);
  try {
    const deps = {
      source,
      uploads: stage.uploads,
      clock: new SystemClock(),
      selects: selecting(new PathSelection(plan), sight),
    };
    const onProblem = (path: string, problem: string) => output.say(`${path}: ${problem}`);
    const dryRun = values['dry-run'] === true;
    const done = await registerOnly(
      deps,
      { ...plan, source: opened.plan.source },
      { dryRun, signal, onProblem },
    );
    const verb = dryRun ? 'would be registered' : 'registered';
    await output.result(
      `${filesText(done.registered)} ${verb}, ${done.known} known before, ` +
        `${done.erased} erased before, ${done.failed} refused.`,
      done,
    );
    sayReadThrough(stage, done, output);
    if (signal.aborted) return exitCodes.interrupted;
    const isEmpty = sayEmpty({ sight }, { plan: opened.plan, listed: false }, output);
    return isEmpty || done.failed > 0 ? exitCodes.withErrors : exitCodes.done;
  } finally {
    off();
    await source.close();
  }
};

/** `keepsake register`. */
export const command: Command = {
  summary: 'register files in place: the old system serves them until migrate moves them',
  operands: '<source>',
  examples: ['keepsake register ./photos --stage prod --category photo'],
  options: {
    category,
    owner,
    partner,
    ...selectionOptions,
    'dry-run': { type: 'boolean', help: 'only list; register nothing' },
    ...sourceOptions,
    ...passwordOption,
  },
  run: (context) =>
    inWorkspace(context.settings, async ({ stage }) => {
      if (!stage) throw new CommandProblem('Name the stage: --stage <name>, or --local.');
      return register(context, stage, planFor(context, stage));
    }),
};
