import type { DeployedStage } from './stage/deployed-stage.ts';

/** The stage does not have what the check is about: neither passed nor failed. */
export type Skipped = { readonly skipped: string };

/** One fact about a deployed stage that is either so or not. */
export type Check = {
  name: string;
  /** The remedy for a failed check. */
  remedy: string;
  /** Why an emulator cannot show it; on AWS such a check always runs. */
  onlyAws?: string;
  /** Why `--quick` leaves it out. */
  notQuick?: string;
  /** Returns a remark, if any, or why there is nothing to check. Throws `CheckFailed`. */
  run(stage: DeployedStage): Promise<string | undefined | Skipped>;
};

/** The check failed; the message tells what was found instead. */
export class CheckFailed extends Error {
  override readonly name = 'CheckFailed';
}

/** Throws `CheckFailed` unless the condition holds. */
export function expectThat(condition: unknown, found: string): asserts condition {
  if (!condition) throw new CheckFailed(found);
}

/** The value. Throws `CheckFailed` if there is none. */
export const expectFound = <Value>(what: string, value: Value | undefined): Value => {
  if (value === undefined) throw new CheckFailed(`${what} is missing`);
  return value;
};

/** Throws `CheckFailed`, naming both, unless they are equal. */
export const expectEqual = (what: string, found: unknown, expected: unknown): void => {
  expectThat(
    found === expected,
    `${what} is ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`,
  );
};
