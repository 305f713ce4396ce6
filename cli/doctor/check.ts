/** A check's finding: success, or the problem and its remedy. */
export type Finding = { ok: true; detail: string } | { ok: false; detail: string; wayOut: string };

/** One line of `keepsake doctor`. `needs`: the check that must pass before this one can run. */
export type Check = { name: string; needs?: string; run: () => Promise<Finding> };

export type Result = {
  name: string;
  status: 'pass' | 'fail' | 'skip';
  detail: string;
  wayOut?: string;
};

export const pass = (detail: string): Finding => ({ ok: true, detail });

export const fail = (detail: string, wayOut: string): Finding => ({ ok: false, detail, wayOut });

/** Runs checks one after the other. A check whose precondition failed is skipped. */
export async function* runChecks(checks: readonly Check[]): AsyncGenerator<Result> {
  const failed = new Set<string>();
  for (const check of checks) {
    const blocked = check.needs !== undefined && failed.has(check.needs);
    const result: Result = blocked
      ? { name: check.name, status: 'skip', detail: `needs ${check.needs}` }
      : await runOne(check);
    if (result.status !== 'pass') failed.add(check.name);
    yield result;
  }
}

const runOne = async ({ name, run }: Check): Promise<Result> => {
  const found = await run().catch((error: unknown) =>
    fail(messageOf(error), 'Solve what it says, then run doctor again.'),
  );
  return found.ok
    ? { name, status: 'pass', detail: found.detail }
    : { name, status: 'fail', detail: found.detail, wayOut: found.wayOut };
};

const messageOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);
