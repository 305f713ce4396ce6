import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { CommandProblem } from './command-problem.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The endpoint of S3 that a profile of `~/.aws/config` names, as the AWS CLI finds it: of its
 * `services` section first.
 */
export const profileEndpoint = (
  env: Environment,
  profile = env.AWS_PROFILE ?? 'default',
): string | undefined => {
  if (env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS === 'true') return undefined;
  const sections = readFile(env, 'config');
  const section = sections.get(profile === 'default' ? 'default' : `profile ${profile}`);
  const services = sections.get(`services ${section?.get('services')}`);
  return services?.get('s3.endpoint_url') ?? section?.get('endpoint_url');
};

/**
 * Throws `CommandProblem` for a profile that neither file of the AWS CLI has: other credentials,
 * such as those of the machine's role, would be taken instead of it.
 */
export const assertProfile = (env: Environment, profile = env.AWS_PROFILE): void => {
  if (!profile || profile === 'default') return;
  const isThere =
    readFile(env, 'config').has(`profile ${profile}`) || readFile(env, 'credentials').has(profile);
  if (!isThere)
    throw new CommandProblem(`There is no profile '${profile}' in ~/.aws/config or credentials.`);
};

/** Settings by section; those indented below `s3 =` are named `s3.endpoint_url`. */
type Sections = Map<string, Map<string, string>>;

const files = {
  config: 'AWS_CONFIG_FILE',
  credentials: 'AWS_SHARED_CREDENTIALS_FILE',
} as const;

const readFile = (env: Environment, name: keyof typeof files): Sections => {
  const file = env[files[name]] ?? path.join(env.HOME ?? homedir(), '.aws', name);
  try {
    return readSections(readFileSync(file, 'utf8'));
  } catch {
    return new Map();
  }
};

const readSections = (text: string): Sections => {
  const sections: Sections = new Map();
  let [section, group]: [Map<string, string> | undefined, string] = [undefined, ''];
  for (const line of text.split(/\r?\n/)) {
    const [, name] = /^\[\s*(.*?)\s*\]/.exec(line) ?? [];
    if (name !== undefined) {
      section = new Map();
      sections.set(name.replace(/\s+/g, ' '), section);
      continue;
    }
    const [, indent = '', key, value = ''] = /^(\s*)([\w-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (key === undefined) continue;
    if (indent === '') group = value === '' ? `${key}.` : '';
    section?.set(indent === '' ? key : group + key, value);
  }
  return sections;
};
