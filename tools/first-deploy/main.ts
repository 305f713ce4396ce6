import { InvalidConfiguration } from '../../lib/config.ts';
import { LocalProblem } from '../local/local-problem.ts';
import { allChecks } from './all-checks.ts';
import { type Arguments, readArguments, usage, WrongUsage } from './arguments.ts';
import { FirstDeployProblem } from './first-deploy-problem.ts';
import { openProbe } from './preflight/account-probe.ts';
import { runPreflight } from './preflight/run.ts';
import { exitCode, jsonReport, resultLine, summaryLine } from './report.ts';
import { runChecks } from './run-checks.ts';
import { openStage } from './stage/deployed-stage.ts';

const say = (text: string): void => {
  process.stderr.write(text);
};

// An interrupted run cleans up as well, because its leftovers cost money.
const abortOnSignal = (): AbortSignal => {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
    say(
      '\nInterrupted: ending with this check, then removing what was made. A second Ctrl-C ' +
        'ends at once and leaves it behind.\n',
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
  return controller.signal;
};

const run = async ({ stage: name, json, quick }: Arguments): Promise<number> => {
  const stage = await openStage(name, process.env.AWS_ENDPOINT_URL || undefined);
  const signal = abortOnSignal();
  const { account, operator } = stage;
  const checked = {
    stage: name,
    region: operator.region,
    account,
    ...(operator.endpoint !== undefined && { endpoint: operator.endpoint }),
  };
  say(`Checking stage ${name} in account ${account}, ${operator.endpoint ?? operator.region}\n`);
  const results = await runChecks(allChecks, stage, {
    quick,
    signal,
    onResult: (result) => !json && process.stdout.write(resultLine(result)),
  });
  process.stdout.write(json ? jsonReport(checked, results) : summaryLine(results));
  return signal.aborted ? 130 : exitCode(results);
};

const preflight = async ({ stage, json }: Arguments): Promise<number> => {
  const probe = await openProbe(stage, process.env.AWS_ENDPOINT_URL || undefined);
  const results = await runPreflight(probe);
  const { region } = probe;
  const lines = [...results.map(resultLine), summaryLine(results)].join('');
  process.stdout.write(json ? jsonReport({ stage, region, account: '' }, results) : lines);
  return exitCode(results);
};

const explain = (error: unknown): number => {
  const expected = [FirstDeployProblem, LocalProblem, InvalidConfiguration, WrongUsage].some(
    (kind) => error instanceof kind,
  );
  const isKnown = expected || !(error instanceof Error);
  say(`${isKnown ? ((error as Error).message ?? error) : error.stack}\n`);
  if (!(error instanceof WrongUsage)) return 1;
  say(usage);
  return 2;
};

const main = async (): Promise<number> => {
  const args = readArguments(process.argv.slice(2));
  if (!args.help) return args.preflight ? preflight(args) : run(args);
  process.stdout.write(usage);
  return 0;
};

process.exitCode = await main().catch(explain);
