import type { Batch, BatchPlan } from '../../../core/bulk/model/batch.ts';
import { isBucket, type SourceKind } from '../../../core/bulk/model/source-plan.ts';
import type { Output } from '../../output.ts';
import type { Sight } from '../sources/sight.ts';

/** How to look for the files that were expected, by the kind of source. `above`: its folder. */
const advice: Readonly<Partial<Record<SourceKind, (above: string) => string>>> = {
  directory: () => 'Is it the right folder, and is its disk mounted?',
  sftp: () => 'Is it the right folder, and is its disk mounted?',
  s3: (above) => `Capitals count. See what is there: aws s3 ls ${above}`,
  google: (above) => `Capitals count. See what is there: gcloud storage ls ${above}`,
  azure: () => 'Capitals count. See what is there: az storage blob list',
  http: () => 'Is it the right manifest?',
  sql: () => 'Are these the right table and column?',
};

/**
 * Says that a source named no file, or that options left out each of them. True if a person has to
 * look at it. Says nothing when this command listed only a part of the source.
 */
export const sayEmpty = (
  { sight }: { sight: Sight },
  { plan, listed, listedTo }: Pick<Batch, 'plan' | 'listed' | 'listedTo'>,
  output: Output,
): boolean => {
  if (listed || listedTo !== undefined || sight.hasChosen) return false;
  output.say(sentence(plan, sight));
  return !sight.hasFiles && isNoPrefix(plan);
};

const sentence = (plan: BatchPlan, { hasFiles }: Sight): string => {
  const { source, filesFrom } = plan;
  const { kind, description } = source;
  if (hasFiles)
    return `No file of ${description} was chosen: ${optionsOf(plan).join(', ')} left out all.`;
  if (filesFrom) return 'The list of --files-from names no file. It has one path a line.';
  const found = isNoPrefix(plan)
    ? `No object is named ${description}, and none lies below it.`
    : `${description} has no file.`;
  const above = isNoPrefix(plan) ? description.replace(/[^/]+\/?$/, '') : description;
  return `${found} ${advice[kind]?.(above) ?? 'Is it the right source?'}`;
};

/** The options that leave files out, as they are written. */
const optionsOf = ({ include, exclude, filter, limits, shard }: BatchPlan): string[] => [
  ...(include.length > 0 ? ['--include'] : []),
  ...(exclude.length > 0 ? ['--exclude'] : []),
  ...(filter ? ['--filter'] : []),
  ...(limits ? ['limits of size or age'] : []),
  ...(shard ? ['--shard'] : []),
];

/** True for a prefix below which nothing lies: it does not exist. A whole bucket may be empty. */
const isNoPrefix = ({ source, filesFrom }: BatchPlan): boolean =>
  !filesFrom && isBucket(source) && Boolean(source.options.prefix);
