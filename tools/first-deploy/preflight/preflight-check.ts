import type { Skipped } from '../check.ts';
import type { Place } from './place.ts';

/** One fact about an account that a deployment needs. */
export type PreflightCheck = {
  name: string;
  remedy: string;
  run(place: Place): Promise<string | undefined | Skipped>;
};
