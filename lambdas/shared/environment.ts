import type { EnvName, Settings } from '../../core/contract.ts';

/**
 * A variable the stack promised this function; a missing one is a deployment mistake and says so.
 */
export const env = (name: EnvName): string => {
  const value = process.env[name];
  if (!value)
    throw new Error(
      `Environment variable ${name} is missing: the function's construct in lib/ must set it.`,
    );
  return value;
};

const settingIn = (told: Record<string, unknown>, name: keyof Settings): unknown => {
  if (!Object.hasOwn(told, name))
    throw new Error(`Setting ${name} is missing: the function's construct in lib/ must name it.`);
  return told[name] ?? undefined;
};

/**
 * These of the stage's settings, as lib/config.ts validated them at synthesis; one the construct
 * did not name is a deployment mistake, too.
 */
export const settings = <Name extends keyof Settings>(...names: Name[]): Pick<Settings, Name> => {
  const told = JSON.parse(env('SETTINGS'));
  return Object.fromEntries(names.map((name) => [name, settingIn(told, name)])) as Pick<
    Settings,
    Name
  >;
};
