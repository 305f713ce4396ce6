import { readBatch } from '../../../core/bulk/change-batch.ts';
import type { Batch } from '../../../core/bulk/model/batch.ts';
import type { Command, Context } from '../../command.ts';
import { CommandProblem } from '../../command-problem.ts';
import { atPlace } from '../../open-place.ts';
import { textOf } from '../../option-values.ts';
import type { Output } from '../../output.ts';
import type { Place } from '../../place.ts';
import { shown } from '../../web-address.ts';
import { databaseOptions } from '../database/open-rows.ts';
import { printSql, printSqlOption } from '../database/print-sql.ts';
import { tryDry } from '../dry-run.ts';
import { engineOptions } from '../engine-options.ts';
import { getReady } from '../get-ready.ts';
import { copyOptions } from '../one-service.ts';
import { planOptions } from '../plan/migration-plan.ts';
import { plannedBatch } from '../plan/planned-batch.ts';
import { limitOptions } from '../run-limits.ts';
import { runMigration } from '../run-migration.ts';
import { sourceExamples, sourceOptions } from '../sources/all-sources.ts';

/** Puts a batch on record, once everything that could refuse it has been asked. */
const record = async (batch: Batch, { batches }: Place, output: Output): Promise<void> => {
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
  place: Place,
): Promise<Batch> => {
  const planned = Object.keys({ ...planOptions, ...sourceOptions }).filter(
    (name) => values[name] !== undefined,
  );
  if (positionals.length > 0 || planned.length > 0)
    throw new CommandProblem(
      '--resume goes on as the batch was planned: leave out ' +
        `${positionals[0] === undefined ? `--${planned[0]}` : shown(positionals[0])}.`,
    );
  return readBatch(place, batchId);
};

const run = (context: Context): Promise<number> => {
  getReady();
  return atPlace(context.settings, async (place) => {
    const { values, output } = context;
    const batchId = textOf(values, 'resume');
    const isNew = batchId === undefined;
    const batch = isNew ? plannedBatch(context, place) : await resumed(batchId, context, place);
    if (values['print-sql'] === true) return printSql(batch, isNew, context);
    const work = {
      batch,
      place,
      ...(isNew && { record: (proved: Batch) => record(proved, place, output) }),
    };
    return values['dry-run'] === true ? tryDry(work, context) : runMigration(work, context);
  });
};

/** `keepsake migrate`. */
export const command: Command = {
  summary: `move files into permanent storage: ${sourceExamples}`,
  operands: '<source>',
  examples: [
    'keepsake migrate ./photos --to s3://archive/old --dry-run',
    'keepsake migrate s3://old-media/2019 --to s3://archive/2019 --min-age 1d',
    'keepsake migrate postgres://app@db/shop --table photos --column path --root ./media ' +
      '--stage prod --category photo',
  ],
  options: {
    ...planOptions,
    'dry-run': {
      type: 'boolean',
      help: 'list, read and price everything; send nothing, and remember what was seen',
    },
    resume: { type: 'string', value: 'batch', help: 'go on with a batch, as it was planned' },
    ...printSqlOption,
    ...databaseOptions,
    ...engineOptions,
    ...copyOptions,
    ...limitOptions,
    ...sourceOptions,
  },
  run,
};
