import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type EnvName,
  type SettingInVariable,
  type Settings,
  settingsFile,
} from '../../core/contract.ts';

/** Variables of Lambda itself; an endpoint is there in tests and on the emulator only. */
type RuntimeName =
  | 'AWS_REGION'
  | 'AWS_ENDPOINT_URL'
  | 'AWS_ACCESS_KEY_ID'
  | 'AWS_SECRET_ACCESS_KEY'
  | 'AWS_SESSION_TOKEN';

/** A variable the stack promised this function. Throws if it is missing. */
export const env = (name: EnvName | RuntimeName): string => variable(name);

/** A variable that only some of the functions have; `undefined` where it is missing or blank. */
export const envIfSet = (name: EnvName | RuntimeName): string | undefined => readVariable(name);

const readVariable = (name: string): string | undefined => {
  const value = process.env[name];
  return value?.trim() ? value : undefined;
};

const variable = (name: string): string => {
  const value = readVariable(name);
  if (value === undefined)
    throw new Error(
      `Environment variable ${name} is missing: the function's construct in lib/ must set it.`,
    );
  return value;
};

/**
 * These of the stage's settings, as lib/config.ts validated them at synthesis; one the construct
 * did not name is a deployment mistake, too.
 */
export const settings = <Name extends keyof Settings>(...names: Name[]): Pick<Settings, Name> => {
  const told = JSON.parse(readTold(), (_key, value) =>
    isInVariable(value) ? variable(value.$env) : value,
  );
  return Object.fromEntries(names.map((name) => [name, settingIn(told, name)])) as Pick<
    Settings,
    Name
  >;
};

/** Lambda says where a function's code lies. */
const readTold = (): string => {
  const file = join(variable('LAMBDA_TASK_ROOT'), settingsFile);
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Error(
      `${file} cannot be read: the function's construct in lib/ must name its settings.`,
      { cause },
    );
  }
};

const isInVariable = (value: unknown): value is SettingInVariable =>
  typeof value === 'object' && value !== null && '$env' in value;

const settingIn = (told: Record<string, unknown>, name: keyof Settings): unknown => {
  if (!Object.hasOwn(told, name))
    throw new Error(`Setting ${name} is missing: the function's construct in lib/ must name it.`);
  return told[name] ?? undefined;
};
