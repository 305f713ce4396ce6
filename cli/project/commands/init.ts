import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command, Context } from '../../command.ts';
import { CommandProblem } from '../../command-problem.ts';
import { exitCodes } from '../../exit-codes.ts';
import { textOf } from '../../option-values.ts';
import { version } from '../../version.ts';
import { projectFiles } from '../project-files.ts';

const folderOf = ({ positionals: [folder = '.', ...more] }: Context): string => {
  if (more.length > 0) throw new CommandProblem('keepsake init takes one folder.');
  return folder;
};

const stageOf = ({ settings: { stage = 'prod' } }: Context): string => {
  if (/^[a-z][a-z0-9-]{0,29}$/.test(stage)) return stage;
  throw new CommandProblem(
    `The stage '${stage}' must be up to 30 characters of a-z, 0-9 and -, a letter first.`,
  );
};

// The name becomes part of a source file. A host name has no quotes, although URL accepts them.
const isOrigin = (text: string): boolean =>
  /^https?:\/\/[a-z0-9.-]+(:\d+)?$/.test(text) &&
  URL.canParse(text) &&
  new URL(text).origin === text;

const originOf = ({ values }: Context): string => {
  const origin = textOf(values, 'origin') ?? 'http://localhost:3000';
  if (isOrigin(origin)) return origin;
  throw new CommandProblem(
    `--origin must be scheme and host of your site, like https://shop.example.com, ` +
      `not '${origin}'.`,
  );
};

const makeEmptyFolder = async (folder: string): Promise<void> => {
  const entries = await mkdir(folder, { recursive: true })
    .then(() => readdir(folder))
    .catch((cause: NodeJS.ErrnoException) => {
      throw new CommandProblem(`${folder} cannot be made (${cause.code}).`, undefined, cause);
    });
  if (entries.length > 0)
    throw new CommandProblem(
      `${folder} is not empty. Name a new folder: keepsake init <folder>.`,
      exitCodes.refused,
    );
};

/** `keepsake init`. */
export const command: Command = {
  summary: 'write a project of five files that deploys a stage, with @keepsake/cdk',
  operands: '[folder]',
  examples: ['keepsake init my-files --stage prod --origin https://shop.example.com'],
  options: {
    origin: {
      type: 'string',
      value: 'url',
      help: 'site whose pages send files (http://localhost:3000)',
    },
  },
  run: async (context) => {
    const folder = folderOf(context);
    const stage = stageOf(context);
    const files = projectFiles({ stage, origin: originOf(context), version: version() });
    await makeEmptyFolder(folder);
    for (const [name, text] of Object.entries(files))
      await writeFile(path.join(folder, name), text, { flag: 'wx' });
    const next = [`cd ${folder}`, 'npm install', 'npm run deploy:first'];
    await context.output.result(
      [
        `Written ${Object.keys(files).join(', ')}. Next, with AWS credentials and a bootstrapped ` +
          'region (npx cdk bootstrap):',
        ...next.map((command) => `  ${command}`),
        'Later deployments: npm run deploy. They protect the data from deletion.',
      ],
      { folder, stage, files: Object.keys(files), next },
    );
    return exitCodes.done;
  },
};
