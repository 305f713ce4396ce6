import { devNull } from 'node:os';
import path from 'node:path';
import { LocalProblem } from '../local/local-problem.ts';
import { npmEnvironment } from '../local/npm-environment.ts';
import { toolPath } from '../local/project-folder.ts';
import { relevantLines } from '../local/relevant-lines.ts';
import { runCommand } from '../local/run-command.ts';
import { awsAt } from '../local/signed-fetch.ts';

/** A person's shell: a folder, and variables that commands see. */
export class Shell {
  readonly folder: string;
  readonly variables: Record<string, string> = {};
  readonly #endpoint: string;

  constructor(endpoint: string, folder: string) {
    this.#endpoint = endpoint;
    this.folder = folder;
  }

  /** The same variables in a folder below. */
  in(folder: string): Shell {
    const below = new Shell(this.#endpoint, path.join(this.folder, folder));
    Object.assign(below.variables, this.variables);
    return below;
  }

  /** Runs one command line in bash. Returns what it printed. Throws `LocalProblem`. */
  async run(line: string): Promise<string> {
    const { region, credentials } = awsAt(this.#endpoint);
    const { code, lines } = await runCommand('bash', ['-c', line], {
      cwd: this.folder,
      env: {
        ...npmEnvironment(process.env, this.#endpoint),
        PATH: toolPath,
        HOME: process.env.HOME,
        LANG: 'C.UTF-8',
        CI: '1',
        CDK_DISABLE_CLI_TELEMETRY: 'true',
        AWS_ENDPOINT_URL: this.#endpoint,
        AWS_REGION: region,
        AWS_DEFAULT_REGION: region,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_CONFIG_FILE: devNull,
        AWS_SHARED_CREDENTIALS_FILE: devNull,
        ...this.variables,
      },
    });
    if (code !== 0) throw new LocalProblem(`${line} ended with ${code}:\n${relevantLines(lines)}`);
    return lines.join('\n');
  }
}
