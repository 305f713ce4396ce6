import { keptEmulator } from './running-emulator.ts';

/** After the tests of variants. */
const stopForVariants = async (): Promise<void> => keptEmulator()?.stop();

export default stopForVariants;
