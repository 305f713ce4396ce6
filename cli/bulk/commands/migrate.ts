import { readBatch } from '../../../core/bulk/change-batch.ts';
import type { Batch } from '../../../core/bulk/model/batch.ts';
import type { Command, Context } from '../../command.ts';
import { CommandProblem } from '../../command-problem.ts';
import { inWorkspace } from '../../open-workspace.ts';
import { textOf } from '../../option-values.ts';
import type { Output } from '../../output.ts';
import { shown } from '../../web-address.ts';
import type { Workspace } from '../../workspace.ts';
import { databasePatience } from '../database/database-patience.ts';
import { databaseOptions } from '../database/open-rows.ts';
import { printSql, printSqlOption } from '../database/print-sql.ts';
import { tryDry } from '../dry-run.ts';
import { engineOptions } from '../engine-options.ts';
import { nextCommand } from '../next-command.ts';
import { oneByOne } from '../one-by-one.ts';
import { copyOptions } from '../one-service.ts';
import { planOptions } from '../plan/migration-plan.ts';
import { type Planned, plannedOptions, plannedTables } from '../plan/planned-tables.ts';
import { tablesOption } from '../plan/table-options.ts';
import { limitOptions } from '../run-limits.ts';
import { runMigration } from '../run-migration.ts';
import { sourceExamples, sourceOptions } from '../sources/all-sources.ts';

/** Puts a batch on record, once everything that could refuse it has been asked. */
const record = async (batch: Batch, { batches }: Workspace, output: Output): Promise<void> => {
  const { batchId, plan } = batch;
  await batches.create(batch);
  output.say(
    `Batch ${batchId}: ${plan.source.description} to ` +
      `s3://${plan.target.bucket}/${plan.target.prefix}`,
  );
};

const resumed = (
  batchId: string,
  { positionals, values }: Context,
  workspace: Workspace,
): Promise<Batch> => {
  const planned = Object.keys({ ...plannedOptions, ...tablesOption }).filter(
    (name) => values[name] !== undefined,
  );
  if (positionals.length > 0 || planned.length > 0)
    throw new CommandProblem(
      '--resume goes on as the batch was planned: leave out ' +
        `${positionals[0] === undefined ? `--${planned[0]}` : shown(positionals[0])}.`,
    );
  return readBatch(workspace, batchId);
};

const runOne = (
  batch: Batch,
  context: Context,
  workspace: Workspace,
  onRecord = (_batchId: string) => {},
): Promise<number> => {
  const { values, output } = context;
  const isNew = values.resume === undefined;
  if (values['print-sql'] === true) return printSql(batch, isNew, context);
  const work = {
    batch,
    workspace,
    ...(isNew && {
      record: async (proved: Batch) => {
        await record(proved, workspace, output);
        onRecord(proved.batchId);
      },
    }),
  };
  return values['dry-run'] === true ? tryDry(work, context) : runMigration(work, context);
};

/** Each table is a batch. One command takes all that were begun back, the last one first. */
const runAll = async (
  planned: readonly Planned[],
  workspace: Workspace,
  { output, settings, values }: Context,
): Promise<number> => {
  const begun: string[] = [];
  const turnOf = ({ batch, context }: Planned) => ({
    name: batch.plan.source.description,
    run: () => runOne(batch, context, workspace, (batchId) => begun.unshift(batchId)),
    output,
  });
  const isSent = values['dry-run'] !== true && values['print-sql'] !== true;
  return oneByOne(planned.map(turnOf)).finally(() => {
    if (begun.length > 1 && isSent)
      output.say(`Take all of it back: ${nextCommand(`rollback ${begun.join(' ')}`, settings)}`);
  });
};

const run = (context: Context): Promise<number> =>
  inWorkspace(
    context.settings,
    async (workspace) => {
      const batchId = textOf(context.values, 'resume');
      if (batchId !== undefined)
        return runOne(await resumed(batchId, context, workspace), context, workspace);
      return runAll(plannedTables(context, workspace), workspace, context);
    },
    databasePatience(context),
  );

/** `keepsake migrate`. */
export const command: Command = {
  summary: `move files into permanent storage: ${sourceExamples}`,
  operands: '<source>',
  examples: [
    'keepsake migrate ./photos --to s3://archive/old --dry-run',
    'keepsake migrate s3://old-media/2019 --to s3://archive/2019 --min-age 1d',
    'keepsake migrate postgres://app@db/shop --table photos --column path --root ./media ' +
      '--stage prod --category photo',
    'keepsake migrate postgres://app@db/shop --tables tables.json --root ./media --to s3://archive',
  ],
  options: {
    ...planOptions,
    'dry-run': {
      type: 'boolean',
      help: 'list, read and price everything; send nothing, but remember the findings',
    },
    resume: { type: 'string', value: 'batch', help: 'continue a batch as planned' },
    ...printSqlOption,
    ...tablesOption,
    ...databaseOptions,
    ...engineOptions,
    ...copyOptions,
    ...limitOptions,
    ...sourceOptions,
  },
  run,
};
