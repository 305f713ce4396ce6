import { startStage } from './start-emulator.ts';

/** Before the tests of variants: the local stage with the stack that makes them. */
const startForVariants = (): Promise<void> =>
  startStage(['--app', 'node --no-warnings test/variants/app.ts']);

export default startForVariants;
