import { readBatch } from '../../../core/bulk/change-batch.ts';
import type { Batch } from '../../../core/bulk/model/batch.ts';
import { type Problem, type Verification, verifyBatch } from '../../../core/bulk/verify-batch.ts';
import type { Command, Context } from '../../command.ts';
import { CommandProblem } from '../../command-problem.ts';
import { exitCodes } from '../../exit-codes.ts';
import { bytesText, filesText } from '../../figures.ts';
import { atPlace } from '../../open-place.ts';
import { operandOf } from '../../option-values.ts';
import type { Output } from '../../output.ts';
import type { Place } from '../../place.ts';
import { openRows } from '../open-source.ts';
import { onInterrupt } from '../run-migration.ts';

const summaryOf = ({
  checked,
  bytes,
  objects,
  missing,
  changed,
  unreferenced,
  unregistered,
}: Verification): string =>
  `${filesText(checked)} (${bytesText(bytes)}) read back, ${objects} objects below the prefix: ` +
  `${missing} missing, ${changed} changed, ${unreferenced} unreferenced, ` +
  `${unregistered} unregistered`;

/**
 * Tables, columns, indexes and constraints of a SQL source; answers how many are not as they must
 * be.
 */
const checkRows = async ({ plan }: Batch, output: Output): Promise<number> => {
  const rows = await openRows(plan);
  if (!rows) return 0;
  const findings = await rows.check().finally(() => rows.close());
  for (const { what, ok, message } of findings)
    await output.result(
      `${ok ? 'as it must be' : 'wrong'.padEnd(13)} ${what}${message ? `: ${message}` : ''}`,
      { what, ok, message },
    );
  return findings.filter(({ ok }) => !ok).length;
};

const verify = async (place: Place, context: Context): Promise<number> => {
  const { positionals, settings, output } = context;
  const batch = await readBatch(place, operandOf(positionals, 'batch'));
  if (batch.plan.register && !place.stage)
    throw new CommandProblem(
      'The batch registered its files in a stage. Name it with --stage, or --local.',
    );
  const { openDestination } = await import('../open-migration.ts');
  const { destination } = await openDestination(batch.plan, settings);
  const { signal, off } = onInterrupt(output);
  const onProblem = (problem: Problem): Promise<void> =>
    output.result(`${problem.kind.padEnd(12)} ${problem.key}  (${problem.detail})`, problem);
  const deps = {
    batches: place.batches,
    destination,
    ...(place.stage && { uploads: place.stage.uploads }),
  };
  const found = await verifyBatch(deps, batch.batchId, { signal, onProblem }).finally(off);
  const rows = await checkRows(batch, output);
  await output.result(summaryOf(found), { batchId: batch.batchId, ...found });
  if (signal.aborted) return exitCodes.interrupted;
  return found.missing + found.changed + found.unreferenced + found.unregistered + rows > 0
    ? exitCodes.withErrors
    : exitCodes.done;
};

/** `keepsake verify`. */
export const command: Command = {
  summary: 'read every file back and compare; find objects below the prefix that no record names',
  operands: '<batch>',
  options: {},
  run: (context) => atPlace(context.settings, (place) => verify(place, context)),
};
