import { InvalidConfiguration } from '../lib/config.ts';
import { LocalProblem } from '../local/local-problem.ts';
import { allChecks } from './all-checks.ts';
import { type Arguments, readArguments, usage, WrongUsage } from './arguments.ts';
import { type DeployedStage, openStage } from './deployed-stage.ts';
import { FirstDeployProblem } from './first-deploy-problem.ts';
import { exitCode, jsonReport, resultLine, summaryLine } from './report.ts';
import { cleanUp, runChecks } from './run-checks.ts';

const say = (text: string): void => {
  process.stderr.write(text);
};

// What was made until then costs money or confuses somebody: an interrupted run cleans up as well.
const cleanUpOnSignal = (stage: DeployedStage): void => {
  const onSignal = async (): Promise<void> => {
    say('\nInterrupted: removing what was made. A second Ctrl-C ends at once.\n');
    const { verdict, why } = await cleanUp(stage);
    say(verdict === 'pass' ? 'Nothing is left behind.\n' : `${why}\n`);
    process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, onSignal);
};

const run = async ({ stage: name, json, quick }: Arguments): Promise<number> => {
  const stage = await openStage(name, process.env.AWS_ENDPOINT_URL || undefined);
  cleanUpOnSignal(stage);
  const { account, operator } = stage;
  const place = { stage: name, region: operator.region, account, ...(operator.endpoint !== undefined && { endpoint: operator.endpoint }) };
  say(`Checking stage ${name} in account ${account}, ${operator.endpoint ?? operator.region}\n`);
  const results = await runChecks(allChecks, stage, { quick, onResult: (result) => !json && process.stdout.write(resultLine(result)) });
  process.stdout.write(json ? jsonReport(place, results) : summaryLine(results));
  return exitCode(results);
};

const explain = (error: unknown): number => {
  const expected = [FirstDeployProblem, LocalProblem, InvalidConfiguration, WrongUsage].some((kind) => error instanceof kind);
  say(`${expected || !(error instanceof Error) ? ((error as Error).message ?? error) : error.stack}\n`);
  if (!(error instanceof WrongUsage)) return 1;
  say(usage);
  return 2;
};

const main = async (): Promise<number> => {
  const args = readArguments(process.argv.slice(2));
  if (!args.help) return run(args);
  process.stdout.write(usage);
  return 0;
};

process.exitCode = await main().catch(explain);
