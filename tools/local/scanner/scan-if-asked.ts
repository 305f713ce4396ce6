import type { Config } from '../../../lib/config-schema.ts';
import type { Deployed } from '../deploy.ts';
import { LocalProblem } from '../local-problem.ts';
import { startScanner } from './local-scanner.ts';

type Scanned = Pick<Config, 'scan'>;

/** Throws `LocalProblem` for a scanner that this machine has not. */
export const assertScannable = ({ scan }: Scanned): void => {
  if (scan?.by === 'guardduty')
    throw new LocalProblem(
      "Stage 'local' waits for GuardDuty, which no emulator has. Set scan.by to 'events' in " +
        'lib/config.ts: npm start brings a scanner.',
    );
};

/** Starts the scanner of this machine if uploads of the stage wait for verdicts. */
export const scanIfAsked = async (
  { scan }: Scanned,
  deployed: Deployed,
  progress: (message: string) => void,
): Promise<{ stop(): Promise<void> } | undefined> => {
  if (scan === undefined) return undefined;
  const scanner = await startScanner(deployed, { onTrouble: progress });
  progress('a scanner judges every upload: the EICAR test file is infected, all else is clean');
  return scanner;
};
