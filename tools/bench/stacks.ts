import { type Deployed, deployStacks } from '../local/deploy.ts';
import { makeScratch } from '../local/emulator/child-groups.ts';
import { startEmulator } from '../local/emulator/emulator.ts';
import { type Aws, awsAt } from '../local/signed-fetch.ts';
import { type DeployedFunction, deployedFunctions } from './saga/functions.ts';

/** The deployed local stage, and a folder to work in. */
export type Stacks = {
  aws: Aws;
  deployed: Deployed;
  functions: Map<string, DeployedFunction>;
  scratch: string;
};

/** Reports progress on stderr. */
export const progress = (message: string): void => {
  process.stderr.write(`${performance.now().toFixed(0).padStart(7)} ms  ${message}\n`);
};

/** Starts the emulator, deploys the real stacks, does the work, and takes everything down again. */
export const withStacks = async (work: (stacks: Stacks) => Promise<void>): Promise<void> => {
  const { folder: scratch, remove } = makeScratch();
  const emulator = await startEmulator({
    port: 0,
    waitScale: 0,
    enforcesIam: false,
    onProgress: progress,
  });
  try {
    const deployed = await deployStacks(emulator.endpoint, {
      stage: 'local',
      onProgress: progress,
    });
    const aws = awsAt(emulator.endpoint);
    await work({ aws, deployed, functions: await deployedFunctions(aws), scratch });
  } finally {
    await emulator.stop();
    await remove();
  }
};
