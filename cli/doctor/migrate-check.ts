import { openDestination, openMigration } from '../bulk/open-migration.ts';
import { plannedBatch } from '../bulk/plan/planned-batch.ts';
import { plannedTables } from '../bulk/plan/planned-tables.ts';
import { proveDestination } from '../bulk/prove-destination.ts';
import { limitsOf } from '../bulk/run-limits.ts';
import type { Context } from '../command.ts';
import { inWorkspace } from '../open-workspace.ts';
import type { Workspace } from '../workspace.ts';
import { type Check, fail, pass } from './check.ts';

const proof = 'write';

/** `migrate` with the same words, up to its first file; refused for the same reasons. */
export const migrateCheck = (context: Context): Check => ({
  name: 'migrate',
  run: () =>
    inWorkspace(context.settings, (workspace) => {
      limitsOf(context.values);
      return context.positionals.length > 0
        ? proveAll(context, workspace)
        : proveTarget(context, workspace);
    }).then(pass, (error: unknown) =>
      fail(error instanceof Error ? error.message : String(error), 'migrate would say the same.'),
    ),
});

/** Opens everything that a migration of the source opens before its first file. */
const proveAll = async (context: Context, workspace: Workspace): Promise<string> => {
  const proved: string[] = [];
  for (const { batch, context: words } of plannedTables(context, workspace)) {
    const migration = await openMigration(batch, { ...words, workspace, proof, isNew: true });
    await migration.close();
    proved.push(batch.plan.source.description);
  }
  return `${proved.join(', ')} can be moved`;
};

/** No source is named: any would do. */
const proveTarget = async (context: Context, workspace: Workspace): Promise<string> => {
  const { plan } = plannedBatch({ ...context, positionals: ['.'] }, workspace);
  const { access } = await openDestination(plan, context.settings);
  await proveDestination(plan, access, { proof, output: context.output });
  return `s3://${plan.target.bucket}/${plan.target.prefix} takes files`;
};
