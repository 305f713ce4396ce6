import { Token } from 'aws-cdk-lib';
import type { SettingInVariable, Settings } from '../../core/contract.ts';
import type { SettingName } from './grants.ts';

/** A function's settings: a file beside its code, and the variables that the file names. */
export type ToldSettings = { file: string; variables: Record<string, string> };

/** The settings of these names only. One that the stage does not have is null. */
export const tellSettings = (
  settings: Settings,
  names: readonly SettingName[],
): ToldSettings | undefined => {
  if (names.length === 0) return undefined;
  const variables: Record<string, string> = {};
  const told = names.map((name) => [name, known(settings[name] ?? null, [name], variables)]);
  return { file: JSON.stringify(Object.fromEntries(told)), variables };
};

/** A value with everything that only CloudFormation knows moved to `variables`. */
const known = (
  value: unknown,
  path: readonly string[],
  variables: Record<string, string>,
): unknown => {
  if (typeof value === 'string')
    return Token.isUnresolved(value) ? inVariable(value, path, variables) : value;
  if (Array.isArray(value))
    return value.map((part, index) => known(part, [...path, `${index}`], variables));
  if (typeof value !== 'object' || value === null) return value;
  const inner = Object.entries(value).map(([key, part]) => [
    key,
    known(part, [...path, key], variables),
  ]);
  return Object.fromEntries(inner);
};

const inVariable = (
  value: string,
  path: readonly string[],
  variables: Record<string, string>,
): SettingInVariable => {
  const $env = variableOf(path);
  variables[$env] = value;
  return { $env };
};

/** `delivery.cloudFront.keyPairId` as `DELIVERY_CLOUD_FRONT_KEY_PAIR_ID`. */
const variableOf = (path: readonly string[]): string =>
  path.map((part) => part.replace(/[A-Z]/g, '_$&').toUpperCase()).join('_');
