import { deployStacks } from '../../tools/local/deploy.ts';
import { stopAllGroups } from '../../tools/local/emulator/child-groups.ts';
import { startEmulator } from '../../tools/local/emulator/emulator.ts';
import { recordCall } from './recorded-calls.ts';
import { keepEmulator } from './running-emulator.ts';

const say = (message: string): void => {
  process.stderr.write(`emulator tests: ${message}\n`);
};

const start = async (synthArguments: readonly string[]): Promise<void> => {
  const emulator = await startEmulator({
    port: 0,
    waitScale: 0,
    onProgress: say,
    onCall: recordCall,
  });
  keepEmulator(emulator);
  const deployed = await deployStacks(emulator.endpoint, {
    stage: 'local',
    synthArguments,
    onProgress: say,
  });
  process.env.AWS_ACCESS_KEY_ID ??= 'test';
  process.env.AWS_SECRET_ACCESS_KEY ??= 'test';
  process.env.AWS_ENDPOINT_URL = emulator.endpoint;
  process.env.AWS_REGION = deployed.region;
  process.env.AWS_EC2_METADATA_DISABLED = 'true';
  process.env.KEEPSAKE_LOCAL = JSON.stringify(deployed);
};

/** An endpoint with the real stacks in it; further words for `cdk synth` may name another app. */
export const startStage = (synthArguments: readonly string[]): Promise<void> =>
  // Jest calls no tear-down after a set-up that failed.
  start(synthArguments).catch((error: unknown) =>
    stopAllGroups().then(() => Promise.reject(error)),
  );

/** Before the emulator tests; workers learn of the endpoint from the environment. */
const startForTests = (): Promise<void> => startStage([]);

export default startForTests;
