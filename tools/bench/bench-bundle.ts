import { globSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DeliverySettings } from '../../core/contract.ts';
import { settingsOf } from '../../lib/config.ts';
import type { Config } from '../../lib/config-schema.ts';
import { bundle } from '../../lib/shared/bundle/bundle.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The source of a function, from the root of the project. */
export const entryOf = (name: string): string => {
  const [entry] = globSync(`lambdas/*/${name}.function.ts`, { cwd: root });
  if (entry === undefined) throw new Error(`lambdas/ has no function ${name}.`);
  return entry;
};

// Only CloudFormation knows them; a deployed function has them in its variables.
const ofPool = {
  issuer: { $env: 'AUTH_ISSUER' },
  jwksUri: { $env: 'AUTH_JWKS_URI' },
  audiences: [{ $env: 'AUTH_AUDIENCES_0' }],
};

/** All settings of a stage, as a function reads them. */
export const settingsFileOf = (
  config: Config,
  cloudFront?: NonNullable<DeliverySettings['cloudFront']>,
): string => {
  const auth = { issuer: 'none', jwksUri: 'none', audiences: ['none'] };
  const settings = settingsOf(config, { auth, cloudFront });
  const sweepHours = settings.sweepHours ?? null;
  return JSON.stringify({ ...settings, sweepHours, auth: { ...settings.auth, ...ofPool } });
};

/** A bundle as it is deployed, beside all settings of its stage, and where Lambda would find it. */
export const benchBundle = (
  name: string,
  folder: string,
  settings: string,
): { file: string; environment: { LAMBDA_TASK_ROOT: string } } => {
  const directory = bundle(name, path.join(folder, 'bundles'), settings);
  return {
    file: path.join(directory, 'index.mjs'),
    environment: { LAMBDA_TASK_ROOT: directory },
  };
};
