import { OneObject } from '../../../adapters/bulk/sources/object-storage/one-object.ts';
import type { BatchPlan } from '../../../core/bulk/model/batch.ts';
import {
  isBucket,
  type SourceKind,
  type SourcePlan,
} from '../../../core/bulk/model/source-plan.ts';
import type { FileSource } from '../../../core/bulk/ports.ts';
import { CommandProblem } from '../../command-problem.ts';
import type { Options, Values } from '../../options.ts';
import { shown } from '../../web-address.ts';
import { azure } from './azure.ts';
import { directory } from './directory.ts';
import { google } from './google.ts';
import { http } from './http.ts';
import { s3 } from './s3.ts';
import { selectFiles } from './select-files.ts';
import { sftp } from './sftp.ts';
import type { Sight } from './sight.ts';
import type { Opening, SourceEntry } from './source-entry.ts';
import { sql } from './sql.ts';

/** Every kind of source there is. */
const entries: { [Kind in SourceKind]: SourceEntry<Kind> } = {
  directory,
  http,
  s3,
  sql,
  azure,
  google,
  sftp,
};

/** Options that say more about a source. */
export const sourceOptions: Options = Object.assign(
  {},
  ...Object.values(entries).map(({ options }) => options),
);

const examples = Object.values(entries).map(({ example }) => example);

/** How sources are written. */
export const sourceExamples = examples.join(', ');

/** The source that the operand of `migrate` names. Throws `CommandProblem`. */
export const sourcePlan = (operand: string, values: Values): SourcePlan => {
  const entry = Object.values(entries).find(({ recognizes }) => recognizes(operand));
  if (entry) return entry.plan(operand, values);
  throw new CommandProblem(`'${shown(operand)}' is no source. One of: ${sourceExamples}`);
};

/**
 * Opens the source a batch was planned with; `sight` learns what is seen of it. Throws
 * `CommandProblem`, `InvalidInput`.
 */
export const openSource = async (
  plan: BatchPlan,
  opening: Opening,
  sight: Sight,
): Promise<FileSource> => {
  const opened = await entryOf(plan).open(plan, opening);
  const object = isBucket(plan.source) ? plan.source.options.file : undefined;
  return selectFiles(object === undefined ? opened : new OneObject(opened, object), plan, sight);
};

/** The entry of a plan's kind; its kind says that it takes the plan. */
const entryOf = ({ source }: BatchPlan): SourceEntry<SourceKind> =>
  entries[source.kind] as SourceEntry<SourceKind>;

/** The engine's settings for a batch's source. */
export const engineSettingsOf = async (plan: BatchPlan) =>
  (await entryOf(plan).engineSettings?.(plan)) ?? {};
