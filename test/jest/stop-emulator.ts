import { keptEmulator } from './running-emulator.ts';

/** After the emulator tests: ends what was started for them. */
const stopForTests = async (): Promise<void> => {
  await keptEmulator()?.stop();
};

export default stopForTests;
