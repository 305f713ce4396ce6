import { parseArgs } from 'node:util';

/** How the script was called. */
export type Arguments = {
  stage: string;
  json: boolean;
  quick: boolean;
  preflight: boolean;
  help: boolean;
};

/** The script was called wrongly; the message says how. */
export class WrongUsage extends Error {
  override readonly name = 'WrongUsage';
}

/** The text of `--help`. */
export const usage = `npm run first-deploy -- [--stage dev] [--json] [--quick | --preflight]
  Checks a stage deployed into a real AWS account: what only AWS itself can show.
  See docs/first-deploy.md.
  --stage   entry of lib/config.ts that is deployed (dev)
  --json    one JSON document on stdout instead of lines
  --quick   leave out what takes traffic or time: the throttle's burst, the 10 MiB copy,
            the file in parts
  --preflight  before the first deployment: looks at the account and changes nothing
Credentials and region: as the AWS CLI finds them (AWS_PROFILE, AWS_REGION, SSO, …).
AWS_ENDPOINT_URL: that emulator instead of AWS.
Exit code: 0 nothing failed, 1 something failed or could not be reached, 2 wrong usage,
130 interrupted.
`;

const options = {
  stage: { type: 'string', default: 'dev' },
  json: { type: 'boolean', default: false },
  quick: { type: 'boolean', default: false },
  preflight: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** Reads the command line; throws `WrongUsage`. */
export const readArguments = (args: readonly string[]): Arguments => {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (cause) {
    throw new WrongUsage((cause as Error).message, { cause });
  }
};
