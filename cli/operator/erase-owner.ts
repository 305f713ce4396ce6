import type { OwnerErased } from '../../client/operator/operator.ts';
import { userOwner } from '../../core/sessions/model/owners.ts';
import type { Context } from '../command.ts';
import { CommandProblem } from '../command-problem.ts';
import { exitCodes } from '../exit-codes.ts';
import { operandOf, textOf } from '../option-values.ts';
import { nestedLines } from './nested-lines.ts';
import { openApi } from './operator-api.ts';

/** Erases everything an owner has, a stretch at a time; dry unless `--apply`. */
export const eraseOwner = async (context: Context): Promise<number> => {
  const { positionals, values, settings, output } = context;
  const ownerId = userOwner(operandOf(positionals.slice(1), 'owner'));
  const dryRun = values.apply !== true;
  if (!dryRun) assertConfirmed(context, ownerId);
  const api = await openApi(settings, values);
  let report = await api.owners.erase({ ownerId, dryRun });
  let { erased } = report;
  while (report.more && !dryRun) {
    output.say(`So far: ${textOfErased(erased)}`);
    report = await api.owners.erase({ ownerId, dryRun });
    erased = added(erased, report.erased);
  }
  const result = { ...report, erased };
  await output.result(nestedLines(result), result);
  if (dryRun) output.say(`Nothing was erased. Do it with --apply --yes ${ownerId}`);
  else output.say('The stage looks again every hour for two days, and for what had to stay.');
  return report.kept.length > 0 ? exitCodes.withErrors : exitCodes.done;
};

/** An erasure cannot be undone, so the owner's id is typed twice. */
const assertConfirmed = ({ values }: Context, ownerId: string): void => {
  const typed = textOf(values, 'yes');
  if (typed === undefined || userOwner(typed) !== ownerId)
    throw new CommandProblem(
      `An erasure cannot be undone. Confirm whose it is: --apply --yes ${ownerId}`,
      exitCodes.refused,
    );
};

type Erased = OwnerErased['erased'];

const textOfErased = ({ uploads, bytes, orders, jobs, links }: Erased): string =>
  `${uploads} uploads (${bytes} bytes), ${orders} orders, ${jobs} jobs, ${links} links`;

const added = (one: Erased, other: Erased): Erased => ({
  uploads: one.uploads + other.uploads,
  bytes: one.bytes + other.bytes,
  orders: one.orders + other.orders,
  jobs: one.jobs + other.jobs,
  links: one.links + other.links,
});
