import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { LocalProblem } from '../local/local-problem.ts';
import { projectFolder } from '../local/project-folder.ts';
import { awsAt } from '../local/signed-fetch.ts';
import { snippetsOf } from '../site/snippets.ts';
import type { Shell } from './shell.ts';

/** Tarballs by package. */
export type Tarballs = Readonly<Record<string, string>>;

type Walk = { endpoint: string; tarballs: Tarballs; say: (message: string) => void };

const page = path.join(projectFolder, 'docs/site/pages/tutorial.md');
const adapt = path.join(projectFolder, 'tools/tarballs/adapt-assembly.ts');

/**
 * Runs the tutorial's commands as they stand on its page, in an empty folder, with tarballs where
 * it names packages of ours, and the SDK instead of `aws`. Throws `LocalProblem`.
 */
export const walkTutorial = async (
  home: Shell,
  { endpoint, tarballs, say }: Walk,
): Promise<Shell> => {
  const { keepsake, 'create-keepsake': create, '@keepsake/cdk': cdk } = tarballs;
  let shell = home;
  const steps: readonly [RegExp, (line: string) => Promise<unknown>][] = [
    [
      /^npm create keepsake@latest (.*)$/,
      (line) =>
        shell.run(
          line.replace(
            /^npm create keepsake@latest (\S+) -- /,
            `npm exec --yes --package=${create} --package=${keepsake} -- create-keepsake $1 `,
          ),
        ),
    ],
    [
      /^cd (.*)$/,
      async (line) => {
        shell = shell.in(line.slice('cd '.length));
        adaptProject(shell.folder);
        writeFiles(shell.folder);
      },
    ],
    [/^npm install$/, () => shell.run(`npm install --prefer-offline ${cdk} ${keepsake}`)],
    [
      /^npm install @keepsake\/client$/,
      () => shell.run(`npm install --prefer-offline ${tarballs['@keepsake/client']}`),
    ],
    [/^npx cdk bootstrap$/, (line) => shell.run(line)],
    [
      /^npm run deploy:first/,
      async (line) => {
        await shell.run(`${line} --method direct`);
        const { apiId } = outputsOf(shell.folder);
        // With a slash at its end, as AWS's output has it.
        shell.variables.KEEPSAKE_API = `${endpoint}/_aws/execute-api/${apiId}/$default/`;
      },
    ],
    [
      /^eval /,
      async () => {
        for (const word of (await shell.run('node upload.ts')).split(/\s+/)) {
          const [, name, value] = /^([A-Z]+)=(.*)$/.exec(word) ?? [];
          if (name !== undefined) shell.variables[name] = `${value}`;
        }
        // AWS finds no route behind two slashes. The emulator does.
        if (shell.variables.API?.endsWith('/'))
          throw new LocalProblem(`The address ${shell.variables.API} ends with a slash.`);
      },
    ],
    [/^aws events put-events/, () => pay(endpoint, shell.folder)],
    [/^curl /, (line) => untilCompleted(() => shell.run(line.replace('curl', 'curl -sS')))],
    [/^npx cdk destroy --all$/, (line) => shell.run(`${line} --force`)],
  ];
  for (const line of commandsOf()) {
    const step = steps.find(([pattern]) => pattern.test(line));
    if (step === undefined) throw new LocalProblem(`Nobody knows how to run: ${line}`);
    await step[1](line);
    say(`  ok: ${line}`);
  }
  return shell;
};

/** Lets the emulator meet the assembly's policies. */
const adaptProject = (folder: string): void => {
  const cdkJson = { app: `node app.ts && node ${adapt}`, requireApproval: 'never' };
  writeFileSync(path.join(folder, 'cdk.json'), JSON.stringify(cdkJson));
};

/** Writes the two files whose text is on the page. */
const writeFiles = (folder: string): void => {
  const [config, upload] = snippetsOf(page).filter(({ language }) => language === 'ts');
  writeFileSync(path.join(folder, 'keepsake.config.ts'), `${config?.code}`);
  writeFileSync(path.join(folder, 'upload.ts'), `${upload?.code}`);
};

const outputsOf = (folder: string): Record<string, string> =>
  Object.assign(
    {},
    ...Object.values(JSON.parse(readFileSync(path.join(folder, 'outputs.json'), 'utf8'))),
  );

const pay = async (endpoint: string, folder: string): Promise<void> => {
  const Entries = JSON.parse(readFileSync(path.join(folder, 'payment.json'), 'utf8'));
  await new EventBridgeClient(awsAt(endpoint)).send(new PutEventsCommand({ Entries }));
};

const untilCompleted = async (ask: () => Promise<string>): Promise<void> => {
  for (const end = Date.now() + 180_000; Date.now() < end; await sleep(1_000))
    if (JSON.parse(await ask()).migration.status === 'completed') return;
  throw new LocalProblem('The order of the tutorial is not completed after three minutes.');
};

const commandsOf = (): string[] =>
  snippetsOf(page)
    .filter(({ language }) => language === 'sh')
    .flatMap(({ code }) => code.split('\n'))
    .filter((line) => line !== '');
