import { stat } from 'node:fs/promises';
import { emptied, isGone } from '../../../adapters/bulk/sources/disk-file.ts';
import type { BatchPlan } from '../../../core/bulk/model/batch.ts';
import { escapePath } from '../../../core/bulk/model/source-path.ts';
import { isBucket, type SourcePlan } from '../../../core/bulk/model/source-plan.ts';
import type { FileSource } from '../../../core/bulk/ports.ts';
import { isWeb } from '../../web-address.ts';
import { ProvenSource } from '../proven-source.ts';
import { openSource } from './all-sources.ts';
import { Sight } from './sight.ts';
import type { Opening } from './source-entry.ts';

/** What a new plan's source turned out to be. */
export type NewSource = { source: FileSource; plan: BatchPlan; sight: Sight };

/**
 * Opens the source of a batch on record. Throws `CommandProblem`, `InvalidInput`, and
 * `TransientFault` while its folder is not there.
 */
export const openAgain = async (plan: BatchPlan, opening: Opening): Promise<NewSource> => {
  if ('root' in plan.source.options) await assertMounted(plan.source.options.root);
  const sight = new Sight();
  return { source: await openSource(plan, opening, sight), plan, sight };
};

/** The folder was there when the batch was made. Other faults are told when it is opened. */
const assertMounted = async (root: string): Promise<void> => {
  if (isWeb(root)) return;
  await stat(root).catch((error: unknown) => {
    if (isGone(error)) throw emptied();
  });
};

/**
 * Opens the source of a new plan and begins its listing. A prefix below which nothing lies may be
 * the name of an object: the plan that comes back is then for that one file. Throws
 * `CommandProblem`, `InvalidInput`.
 */
export const openNewSource = async (plan: BatchPlan, opening: Opening): Promise<NewSource> => {
  const sight = new Sight();
  const source = await openBegun(plan, opening, sight);
  const one = sight.hasFiles || plan.filesFrom ? undefined : oneObject(plan.source);
  if (!one) return { source, plan, sight };
  const planOfOne = { ...plan, source: one.source };
  const object = await openBegun(planOfOne, opening, sight);
  const [unused, used] = sight.hasFiles ? [source, object] : [object, source];
  await unused.close();
  return { source: used, plan: used === object ? planOfOne : plan, sight };
};

const openBegun = async (plan: BatchPlan, opening: Opening, sight: Sight): Promise<FileSource> => {
  const opened = await openSource(plan, opening, sight);
  try {
    return await ProvenSource.open(opened);
  } catch (error) {
    // A database's connection would keep the process alive.
    await opened.close();
    throw error;
  }
};

const oneObject = (source: SourcePlan): { source: SourcePlan; file: string } | undefined => {
  if (!isBucket(source)) return undefined;
  const object = asObject(source.options.prefix);
  if (!object) return undefined;
  const options = { ...source.options, ...object };
  return { source: { ...source, options } as SourcePlan, file: object.file };
};

/** A prefix as an object of the prefix above it. */
const asObject = (prefix: string | undefined): { prefix: string; file: string } | undefined => {
  if (prefix === undefined) return undefined;
  const [, above = '', name] = /^(.*\/)?([^/]+)\/?$/s.exec(prefix) ?? [];
  return name === undefined ? undefined : { prefix: above, file: escapePath(name) };
};
