import { BatchRefused } from '../../errors.ts';
import type { Batches, Destination } from '../ports.ts';

type Deps = { batches: Batches; destination: Destination };

/** How many of the objects below the prefix a batch made. */
type Share = { ours: number; all: number };

/**
 * The batch's share, if it is more than half: removing it needs consent. Files that an interrupted
 * rollback removed count on both sides.
 */
export const largeShare = async (deps: Deps, batchId: string): Promise<Share | undefined> => {
  const { transferred, rolled_back } = await deps.batches.counts(batchId);
  if (transferred.files === 0) return undefined;
  const ours = transferred.files + rolled_back.files;
  const all = (await present(deps)) + rolled_back.files;
  return ours * 2 > all ? { ours, all } : undefined;
};

const present = async ({ destination }: Deps): Promise<number> => {
  let objects = 0;
  for await (const page of destination.list()) objects += page.length;
  return objects;
};

/** Throws `BatchRefused` when more than half of the objects below the prefix would go. */
export const assertModest = async (deps: Deps, batchId: string): Promise<void> => {
  const share = await largeShare(deps, batchId);
  if (!share) return;
  const { ours, all } = share;
  throw new BatchRefused(
    `Batch ${batchId} made ${ours} of the ${all} objects below its prefix. Say that more ` +
      'than half of them may go (--more-than-half, or moreThanHalf: true).',
    { context: { batchId, ours, all } },
  );
};
