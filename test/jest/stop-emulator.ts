import { keptEmulator } from './running-emulator.ts';
import { secretsInLogs } from './scan-logs.ts';

/**
 * After the emulator tests: no log of the whole run may hold a secret; then ends what was started
 * for them.
 */
const stopForTests = async (): Promise<void> => {
  const emulator = keptEmulator();
  if (emulator === undefined) return;
  const found = await secretsInLogs(emulator.endpoint).finally(() => emulator.stop());
  if (found.length > 0)
    throw new Error(
      `The logs of this run hold ${found.length} things they must not:\n${found.slice(0, 10).join('\n')}`,
    );
};

export default stopForTests;
