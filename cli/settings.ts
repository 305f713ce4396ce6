import { readFileSync } from 'node:fs';
import path from 'node:path';
import { profileEndpoint } from './aws-profile.ts';
import { CommandProblem } from './command-problem.ts';
import type { Options, Values } from './options.ts';
import { webAddress } from './web-address.ts';

/** Where a value came from, for `keepsake config`. */
export type Setting = { name: string; value: string | undefined; from: string; secret?: boolean };

/** Options every verb has. */
export const globalOptions = {
  stage: {
    type: 'string',
    value: 'name',
    help:
      'deployed stage: its table keeps the batches, and files may be registered in it ' +
      '(KEEPSAKE_STAGE)',
  },
  local: {
    type: 'boolean',
    help: 'the stage that `npm start` runs here, as in .keepsake/local.json',
  },
  journal: {
    type: 'string',
    value: 'file',
    help:
      'keep batches in this file instead (KEEPSAKE_JOURNAL; without a stage ' +
      '.keepsake/batches.db)',
  },
  region: { type: 'string', value: 'name', help: 'AWS region (AWS_REGION)' },
  'endpoint-url': {
    type: 'string',
    value: 'url',
    help: 'S3-compatible endpoint of the destination, e.g. of R2 (AWS_ENDPOINT_URL)',
  },
  'log-file': {
    type: 'string',
    value: 'file',
    help: 'append messages and each file to this log as JSON lines',
  },
  verbose: { type: 'boolean', short: 'v', help: 'report each file as it finishes' },
  quiet: { type: 'boolean', short: 'q', help: 'print only results and errors' },
  json: { type: 'boolean', help: 'print results as JSON, one document per line' },
  help: { type: 'boolean', short: 'h', help: 'show this help' },
} as const satisfies Options;

/** The stage file that `npm start` writes. */
export type LocalStage = {
  endpoint: string;
  region: string;
  apiUrl: string;
  adminToken: string;
  filesBucket: string;
  tables: Record<
    'uploads' | 'batches' | 'orders' | 'erasures' | 'sessions' | 'quotas' | 'stats',
    string
  >;
  categories: Readonly<Record<string, Category>>;
  legacyBaseUrl?: string;
  /** Permanent storage of the second region. */
  replica?: { bucket: string; region: string };
};

/** The part of a file category that a migration needs. */
export type Category = {
  prefix: string;
  contentTypes: string[];
  maxSizeBytes: number;
  storageClass: string;
};

/** Everything that is set outside of a verb's own options. */
export type Settings = {
  stage: string | undefined;
  local: LocalStage | undefined;
  /** A file, even next to a stage, when it was named. */
  journal: string | undefined;
  region: string | undefined;
  endpoint: string | undefined;
  /** For `keepsake config`. */
  all: readonly Setting[];
};

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the local stage's description is. */
export const localFile = path.join('.keepsake', 'local.json');

/** The journal of a working folder without a stage. */
export const defaultJournal = path.join('.keepsake', 'batches.db');

/** The journal of a command; `undefined` where a stage has its batches. */
export const journalFile = ({ journal, stage, local }: Settings): string | undefined =>
  journal ?? (stage !== undefined || local ? undefined : defaultJournal);

/** Flags first, then the environment, then what the local stage says. Throws `CommandProblem`. */
export const readSettings = (values: Values, env: Environment): Settings => {
  const local = values.local === true ? readLocal() : undefined;
  if (local && values.stage !== undefined)
    throw new CommandProblem('--stage and --local exclude each other.');
  const named = (name: string, variable: string): Setting =>
    firstOf(name, [`--${name}`, text(values[name])], [variable, env[variable]]);
  const stage = named('stage', 'KEEPSAKE_STAGE');
  const journal = named('journal', 'KEEPSAKE_JOURNAL');
  const region = regionOf(values, env, local);
  const endpoint = endpointOf(values, env, local);
  const isPlaced = stage.value || local || journal.value;
  const placed = isPlaced ? journal : { ...journal, value: defaultJournal, from: 'default' };
  return {
    stage: local ? undefined : stage.value,
    local,
    journal: journal.value,
    region: region.value,
    endpoint: endpoint.value,
    all: [stage, placed, region, endpoint, ...identitiesIn(env)],
  };
};

const readLocal = (): LocalStage => {
  try {
    return JSON.parse(readFileSync(localFile, 'utf8')) as LocalStage;
  } catch (cause) {
    throw new CommandProblem(
      `There is no ${localFile} here. Run \`npm start\` in this folder first, or name a --stage.`,
      5,
      cause,
    );
  }
};

const firstOf = (name: string, ...found: [string, string | undefined][]): Setting => {
  const [from, value] = found.find(
    ([, candidate]) => candidate !== undefined && candidate !== '',
  ) ?? ['not set', undefined];
  return { name, value, from };
};

const text = (value: Values[string]): string | undefined =>
  typeof value === 'string' ? value : undefined;

const regionOf = (values: Values, env: Environment, local: LocalStage | undefined): Setting =>
  firstOf(
    'region',
    ['--region', text(values.region)],
    [localFile, local?.region],
    ['AWS_REGION', env.AWS_REGION],
    ['AWS_DEFAULT_REGION', env.AWS_DEFAULT_REGION],
  );

const endpointOf = (values: Values, env: Environment, local: LocalStage | undefined): Setting => {
  const endpoint = firstOf(
    'endpoint',
    ['--endpoint-url', text(values['endpoint-url'])],
    [localFile, local?.endpoint],
    ['AWS_ENDPOINT_URL_S3', env.AWS_ENDPOINT_URL_S3],
    ['AWS_ENDPOINT_URL', env.AWS_ENDPOINT_URL],
    ['~/.aws/config', profileEndpoint(env)],
  );
  if (endpoint.value !== undefined) webAddress(endpoint.from, endpoint.value);
  return endpoint;
};

/** Who the command is, for AWS, a source, a database and the API. */
const identitiesIn = (env: Environment): Setting[] => [
  firstOf('profile', ['AWS_PROFILE', env.AWS_PROFILE]),
  firstOf('access key', ['AWS_ACCESS_KEY_ID', env.AWS_ACCESS_KEY_ID]),
  secret('AWS_SECRET_ACCESS_KEY', env),
  secret('AWS_SESSION_TOKEN', env),
  firstOf('source access key', [
    'KEEPSAKE_SOURCE_ACCESS_KEY_ID',
    env.KEEPSAKE_SOURCE_ACCESS_KEY_ID,
  ]),
  secret('KEEPSAKE_SOURCE_SECRET_ACCESS_KEY', env),
  secret('KEEPSAKE_SOURCE_SESSION_TOKEN', env),
  secret('PGPASSWORD', env),
  secret('KEEPSAKE_TOKEN', env),
];

const secret = (name: string, env: Environment): Setting => ({
  ...firstOf(name, [name, env[name]]),
  secret: true,
});
