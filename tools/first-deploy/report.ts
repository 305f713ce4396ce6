/** The outcome of one check. */
export type Verdict = 'pass' | 'fail' | 'skipped';

/** One check's line: `why` is the finding, `remedy` the next step. */
export type Result = { name: string; verdict: Verdict; why?: string; remedy?: string };

/** Where it was checked. */
export type CheckedStage = { stage: string; region: string; account: string; endpoint?: string };

/** One result as a line: verdict, fact, and in brackets why and what to do. */
export const resultLine = ({ name, verdict, why, remedy }: Result): string => {
  const said = [why, remedy].filter(Boolean).join(' / ');
  return `${verdict.padEnd(8)}${name}${said && `  (${said})`}\n`;
};

/** How many passed, failed and were skipped. */
export const summary = (
  results: readonly Result[],
): { passed: number; failed: number; skipped: number } => ({
  passed: count(results, 'pass'),
  failed: count(results, 'fail'),
  skipped: count(results, 'skipped'),
});

const count = (results: readonly Result[], verdict: Verdict): number =>
  results.filter((result) => result.verdict === verdict).length;

/** The last line of the human output. */
export const summaryLine = (results: readonly Result[]): string => {
  const { passed, failed, skipped } = summary(results);
  return `\n${passed} passed, ${failed} failed, ${skipped} skipped\n`;
};

/** Everything as one JSON document. */
export const jsonReport = (checked: CheckedStage, results: readonly Result[]): string =>
  `${JSON.stringify({ ...checked, ...summary(results), results }, null, 2)}\n`;

/** 0 only when nothing failed. */
export const exitCode = (results: readonly Result[]): 0 | 1 =>
  count(results, 'fail') === 0 ? 0 : 1;
