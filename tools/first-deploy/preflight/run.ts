import { CheckFailed } from '../check.ts';
import type { Result } from '../report.ts';
import type { AccountProbe } from './account-probe.ts';
import { preflightChecks } from './checks.ts';
import type { PreflightCheck } from './preflight-check.ts';

/** Runs the checks of the preflight one after the other. No check changes the account. */
export const runPreflight = async (probe: AccountProbe): Promise<Result[]> => {
  const results: Result[] = [];
  for (const check of preflightChecks) results.push(await judge(check, probe));
  return results;
};

const judge = async (
  { name, remedy, run }: PreflightCheck,
  probe: AccountProbe,
): Promise<Result> => {
  try {
    const answer = await run(probe);
    if (typeof answer === 'object') return { name, verdict: 'skipped', why: answer.skipped };
    return { name, verdict: 'pass', ...(answer && { why: answer }) };
  } catch (error) {
    const why = error instanceof CheckFailed ? error.message : `${error}`;
    return { name, verdict: 'fail', why, remedy };
  }
};
