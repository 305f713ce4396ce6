import {
  firstProblems,
  nothingVerified,
  rangeOf,
  type Slice,
  sumOf,
  type VerificationCounts,
} from '../model/verification.ts';
import type { SliceOutcomes } from '../ports.ts';
import { type VerifyDeps, type VerifyPosition, verifyBatch } from './verify-batch.ts';
import type { Problem } from './verify-record.ts';

type SliceDeps = VerifyDeps & { slices: SliceOutcomes };

/** One slice of the verification that began then; `turn` is the answer of the turn before. */
export type SliceCall = {
  batchId: string;
  startedAt: string;
  slice: Slice;
  turn?: SliceTurn;
};

type SliceLeft = { place: VerifyPosition; result: VerificationCounts; problems: string[] };

/** The answer of one turn: `done` false asks for another one, which is given the answer. */
export type SliceTurn = { done: boolean; left?: SliceLeft };

const begun: Pick<SliceLeft, 'result' | 'problems'> = { result: nothingVerified, problems: [] };

/**
 * Compares the files of a slice with the checksums that storage keeps, until the signal ends the
 * turn; puts the outcome on record once the slice is through. Safe to repeat.
 */
export const verifySlice = async (
  { slices, ...deps }: SliceDeps,
  { batchId, startedAt, slice, turn }: SliceCall,
  signal: AbortSignal,
): Promise<SliceTurn> => {
  const before = turn?.left ?? begun;
  const found: string[] = [];
  let position: VerifyPosition | undefined;
  const now = await verifyBatch(deps, batchId, {
    signal,
    ids: rangeOf(slice),
    // Comparing 100 million files takes hours; reading them would take months.
    readsAll: false,
    onProblem: ({ kind, key, detail }: Problem) => found.push(`${kind}: ${key}: ${detail}`),
    ...(turn?.left && { from: turn.left.place }),
    onLeft: (left) => {
      position = left;
    },
  });
  const result = sumOf(before.result, now);
  const problems = firstProblems(before.problems, found);
  if (position) return { done: false, left: { place: position, result, problems } };
  await slices.put(batchId, startedAt, { slice, result, problems });
  return { done: true };
};
