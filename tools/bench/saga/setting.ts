import { type Deployed, deployStacks } from '../../local/deploy.ts';
import { makeScratch } from '../../local/emulator/child-groups.ts';
import { startEmulator } from '../../local/emulator/emulator.ts';
import {
  deployPlainSaga,
  describeMachine,
  type Machine,
  type PlainMachine,
} from '../plain-saga/deploy.ts';
import { type DeployedFunction, deployedFunctions } from './functions.ts';
import { SeenCopies } from './seen-copies.ts';
import { config, openWorld, type World } from './world.ts';

/** Without the alarms, which the emulator has not all of, and which cost an order nothing. */
const lastStack = `Keepsake-${config.stage}-Operators`;

/** Everything a section of the bench needs: both sagas deployed, side by side, on one emulator. */
export type Setting = {
  deployed: Deployed;
  world: World;
  ours: Machine;
  plain: PlainMachine;
  functions: Map<string, DeployedFunction>;
  scratch: string;
  /** Of every function and of this process. */
  copies: SeenCopies;
};

/** Reports progress on stderr. */
export const progress = (message: string): void => {
  process.stderr.write(`${performance.now().toFixed(0).padStart(7)} ms  ${message}\n`);
};

/** Starts the emulator, deploys the stacks and the plain saga, works, takes all down. */
export const withSetting = async (work: (setting: Setting) => Promise<void>): Promise<void> => {
  const { folder: scratch, remove } = makeScratch();
  const copies = new SeenCopies();
  const emulator = await startEmulator({
    port: 0,
    waitScale: 0,
    enforcesIam: false,
    onProgress: progress,
    onCall: (call) => copies.note(call),
  });
  try {
    const deployed = await deployStacks(emulator.endpoint, {
      stage: config.stage,
      stack: lastStack,
      onProgress: progress,
    });
    const world = openWorld(deployed);
    const ours = await describeMachine(world.sfn, deployed.orderStateMachineArn);
    progress('deploying the plain saga');
    const plain = await deployPlainSaga(world.sfn, deployed, scratch);
    await work({
      deployed,
      world,
      ours,
      plain,
      functions: await deployedFunctions(world.aws),
      scratch,
      copies,
    });
  } finally {
    await emulator.stop();
    await remove();
  }
};
