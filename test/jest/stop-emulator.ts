import { changesOfRecord } from './kept-record.ts';
import { recordedCalls } from './recorded-calls.ts';
import { keptEmulator } from './running-emulator.ts';
import { secretsInLogs } from './scan-logs.ts';

/** As much of Jest's configuration as says whether every test ran. */
type Run = { testPathPatterns?: { patterns: string[] }; testNamePattern?: string };

const isWhole = ({ testPathPatterns, testNamePattern }: Run): boolean =>
  !testPathPatterns?.patterns.length && !testNamePattern;

const problemsOf = async (endpoint: string, run: Run): Promise<string[]> => [
  ...(await secretsInLogs(endpoint)).map((line) => `a log holds ${line}`),
  ...changesOfRecord(await recordedCalls(endpoint), isWhole(run)),
];

/**
 * After the emulator tests: no log of the whole run may hold a secret, and the functions called
 * what is on record; then ends what was started for them.
 */
const stopForTests = async (run: Run): Promise<void> => {
  const emulator = keptEmulator();
  if (emulator === undefined) return;
  const found = await problemsOf(emulator.endpoint, run).finally(() => emulator.stop());
  if (found.length > 0)
    throw new Error(`This run left ${found.length} problems:\n${found.slice(0, 20).join('\n')}`);
};

export default stopForTests;
