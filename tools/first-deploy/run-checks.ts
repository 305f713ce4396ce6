import { type Check, CheckFailed, type Skipped } from './check.ts';
import type { Result } from './report.ts';
import type { DeployedStage } from './stage/deployed-stage.ts';

/** How to run, and who sees each result as it comes. */
type RunOptions = { quick: boolean; onResult?: (result: Result) => void; signal?: AbortSignal };

/**
 * Runs the checks one after the other, because they share orders and the last one exhausts the
 * throttle. Then removes what they made. An abort ends the run after the current check.
 */
export const runChecks = async (
  checks: readonly Check[],
  stage: DeployedStage,
  options: RunOptions,
): Promise<Result[]> => {
  const results: Result[] = [];
  const note = (result: Result): void => {
    results.push(result);
    options.onResult?.(result);
  };
  for (const check of checks)
    if (!options.signal?.aborted) note(await runOne(check, stage, options.quick));
  note(await cleanUp(stage));
  return results;
};

const runOne = async (check: Check, stage: DeployedStage, quick: boolean): Promise<Result> => {
  const { name, remedy } = check;
  const skipped = skipReason(check, stage, quick);
  if (skipped) return { name, verdict: 'skipped', why: skipped };
  try {
    return { name, ...verdictOn(await check.run(stage)) };
  } catch (error) {
    return { name, verdict: 'fail', why: described(error), remedy };
  }
};

const skipReason = (
  { onlyAws, notQuick }: Check,
  { isEmulator }: DeployedStage,
  quick: boolean,
): string | undefined => {
  if (isEmulator && onlyAws) return `not on an emulator: ${onlyAws}`;
  return quick && notQuick ? `--quick: ${notQuick}` : undefined;
};

const verdictOn = (answer: string | undefined | Skipped): Pick<Result, 'verdict' | 'why'> => {
  if (typeof answer === 'object') return { verdict: 'skipped', why: answer.skipped };
  return { verdict: 'pass', ...(answer && { why: answer }) };
};

const described = (error: unknown): string => {
  if (error instanceof CheckFailed) return error.message;
  if (!(error instanceof Error)) return `${error}`;
  // `fetch failed` alone says nothing.
  const { cause } = error;
  return (
    `${error.name}: ` +
    `${error.message}${cause instanceof Error && cause.message ? ` (${cause.message})` : ''}`
  );
};

/** The last result: whether the run left anything behind. */
const cleanUp = async ({ leftovers }: Pick<DeployedStage, 'leftovers'>): Promise<Result> => {
  const name = 'everything this run made is removed again';
  const stayed = await leftovers.removeAll();
  if (stayed.length === 0) return { name, verdict: 'pass' };
  return {
    name,
    verdict: 'fail',
    why: `still there: ${stayed.join('; ')}`,
    remedy: 'remove them by hand; docs/first-deploy.md says where',
  };
};
