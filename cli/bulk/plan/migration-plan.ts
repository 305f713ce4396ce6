import { addressings } from '../../../adapters/bulk/transfer/s3/s3-place.ts';
import type { BatchPlan } from '../../../core/bulk/model/batch.ts';
import { nameChoices, unsafePath } from '../../../core/bulk/model/source-path.ts';
import { onConflicts } from '../../../core/bulk/model/transfer.ts';
import { CommandProblem } from '../../command-problem.ts';
import { numberOf, oneOf, textOf } from '../../option-values.ts';
import type { Options, Values } from '../../options.ts';
import type { Settings } from '../../settings.ts';
import { webAddress } from '../../web-address.ts';
import type { StageRegistry } from '../../workspace.ts';
import { s3Address } from '../s3-address.ts';
import { sourcePlan } from '../sources/all-sources.ts';
import { objectOptions, objectPlan } from './object-options.ts';
import { selectionOptions, selectionPlan } from './selection-options.ts';

/** Options that are recorded with a batch and cannot be changed later. */
export const planOptions = {
  to: {
    type: 'string',
    value: 's3://bucket/prefix',
    help: 'keep files there, under their paths; by default they are registered in the stage',
  },
  addressing: {
    type: 'string',
    value: addressings.join('|'),
    help: "with --to: where a custom endpoint expects the bucket's name (path)",
  },
  category: {
    type: 'string',
    value: 'name',
    help: 'without --to: the category files are registered in',
  },
  owner: { type: 'string', value: 'id', help: 'without --to: the owner of the uploads (legacy)' },
  partner: { type: 'string', value: 'id', help: "without --to: the uploads' partner" },
  ...selectionOptions,
  names: {
    type: 'string',
    value: nameChoices.join('|'),
    help: 'what to do with unprintable names and odd paths such as a//b (refuse)',
  },
  shard: {
    type: 'string',
    value: 'i/n',
    help: 'the i-th of n parts of the files, each with its own machine and batch',
  },
  'on-conflict': {
    type: 'string',
    value: 'skip|fail|overwrite',
    help: 'what to do if another object has the key (skip)',
  },
  'batch-size': {
    type: 'string',
    value: 'n',
    help: 'records written together, at least once a second (200; in a stage 50)',
  },
  'max-errors': { type: 'string', value: 'n', help: 'stop after more failures than this' },
  ...objectOptions,
  atomic: { type: 'boolean', help: 'without --to: register nothing until every file is verified' },
} as const satisfies Options;

/** The plan a command line means. Throws `CommandProblem`. */
export const migrationPlan = (
  source: string,
  values: Values,
  { settings, stage }: { settings: Settings; stage: StageRegistry | undefined },
): BatchPlan => {
  const to = textOf(values, 'to');
  const maxErrors = numberOf(values, 'max-errors', 0);
  return {
    source: sourcePlan(source, values),
    ...(to === undefined ? inStage(stage, settings, values) : elsewhere(to, settings, values)),
    idsFrom: 'place',
    ...selectionPlan(values),
    ...namesOf(values),
    ...shardOf(values),
    batchSize: numberOf(values, 'batch-size', 1) ?? usualBatchSize(settings),
    onConflict: oneOf(values, 'on-conflict', onConflicts) ?? 'skip',
    ...(maxErrors !== undefined && { maxErrors }),
    atomic: values.atomic === true,
  };
};

type Targeted = Pick<BatchPlan, 'target' | 'register'> & ReturnType<typeof objectPlan>;

const inStage = (
  stage: StageRegistry | undefined,
  settings: Settings,
  values: Values,
): Targeted => {
  if (!stage)
    throw new CommandProblem(
      'Name a destination: --to s3://bucket/prefix, or a --stage (or --local) that registers ' +
        'the files.',
    );
  for (const option of Object.keys(objectOptions))
    if (values[option] !== undefined)
      throw new CommandProblem(`--${option} goes with --to, not with a stage.`);
  const name = textOf(values, 'category');
  const category =
    name !== undefined && Object.hasOwn(stage.categories, name)
      ? stage.categories[name]
      : undefined;
  if (name === undefined || !category)
    throw new CommandProblem(
      `Name the files' --category, one of ${Object.keys(stage.categories).join(', ')}.`,
    );
  const { contentTypes, maxSizeBytes, prefix, storageClass } = category;
  const endpoint = settings.local?.endpoint ?? process.env.AWS_ENDPOINT_URL;
  if (endpoint !== undefined) webAddress('AWS_ENDPOINT_URL', endpoint);
  const region = settings.region;
  return {
    target: {
      bucket: stage.filesBucket,
      prefix: `${prefix}/legacy/`,
      storageClass,
      ...(endpoint !== undefined && { endpoint }),
      ...(region !== undefined && { region }),
    },
    register: {
      ownerId: textOf(values, 'owner') ?? 'legacy',
      ...partnerOf(values),
      category: name,
      contentTypes,
      maxSizeBytes,
    },
  };
};

const partnerOf = (values: Values): { partnerId?: string } => {
  const partnerId = textOf(values, 'partner');
  return partnerId === undefined ? {} : { partnerId };
};

const elsewhere = (to: string, settings: Settings, values: Values): Targeted => {
  const { bucket, prefix } = s3Address(to);
  const problem = prefix === '' ? undefined : unsafePath(prefix.slice(0, -1));
  if (problem) throw new CommandProblem(`The prefix of --to ${problem}.`);
  for (const name of ['category', 'owner', 'partner', 'owner-column', 'partner-column'])
    if (values[name] !== undefined)
      throw new CommandProblem(`--${name} goes with a stage, not with --to.`);
  const { endpoint, region } = settings;
  const storageClass = textOf(values, 'storage-class');
  const addressing = oneOf(values, 'addressing', addressings);
  return {
    ...objectPlan(values),
    target: {
      bucket,
      prefix,
      ...(storageClass !== undefined && { storageClass }),
      ...(addressing !== undefined && { addressing }),
      ...(endpoint !== undefined && { endpoint }),
      ...(region !== undefined && { region }),
    },
  };
};

const namesOf = (values: Values): Pick<BatchPlan, 'names'> => {
  const names = oneOf(values, 'names', nameChoices);
  return names === undefined ? {} : { names };
};

const shardOf = (values: Values): Pick<BatchPlan, 'shard'> => {
  const text = textOf(values, 'shard');
  if (text === undefined) return {};
  const [, index, count] = /^(\d{1,4})\/(\d{1,4})$/.exec(text)?.map(Number) ?? [];
  if (index === undefined || count === undefined || index < 1 || index > count)
    throw new CommandProblem(`--shard must be i/n, from 1/n to n/n, not '${text}'.`);
  return { shard: { index, count } };
};

/**
 * A stage's table takes 100 items in one transaction, a journal on this machine any number. A crash
 * costs another look at as many small files.
 */
const usualBatchSize = ({ stage, local, journal }: Settings): number =>
  journal === undefined && (stage !== undefined || local) ? 50 : 200;
