import type { Skipped } from '../check.ts';
import type { AccountProbe } from './account-probe.ts';

/** One fact about an account that a deployment needs. */
export type PreflightCheck = {
  name: string;
  remedy: string;
  run(probe: AccountProbe): Promise<string | undefined | Skipped>;
};
