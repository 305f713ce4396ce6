import type { EnvName, Settings } from '../../core/contract.ts';

/** A variable the stack promised this function; a missing one is a deployment mistake and says so. */
export const env = (name: EnvName): string => {
  const value = process.env[name];
  if (!value) throw new Error(`Environment variable ${name} is missing: the function's construct in lib/ must set it.`);
  return value;
};

/** The stage's settings, as lib/config.ts validated them at synthesis. */
export const settings = (): Settings => JSON.parse(env('SETTINGS')) as Settings;
