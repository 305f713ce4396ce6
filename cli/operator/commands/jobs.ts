import {
  everyEntry,
  type JobQuery,
  type OperatorClient,
} from '../../../client/operator/operator.ts';
import type { Command, Context } from '../../command.ts';
import { CommandProblem } from '../../command-problem.ts';
import { exitCodes } from '../../exit-codes.ts';
import { operandOf, textOf } from '../../option-values.ts';
import type { Options } from '../../options.ts';
import { nestedLines } from '../nested-lines.ts';
import { apiOptions, openApi } from '../operator-api.ts';

const options = {
  ...apiOptions,
  owner: { type: 'string', value: 'id', help: 'list: jobs of this owner' },
  status: { type: 'string', value: 'status', help: 'list: jobs in this status' },
  reason: { type: 'string', value: 'text', help: 'fail: why; the job’s owner reads it' },
} as const satisfies Options;

const jobIn = ({ positionals }: Context): string => operandOf(positionals.slice(1), 'job');

const list = async (api: OperatorClient, { values, output }: Context): Promise<void> => {
  const status = textOf(values, 'status') as JobQuery['status'];
  const query = { limit: 100, ownerId: textOf(values, 'owner'), status };
  for await (const job of everyEntry('jobs', api.jobs.list, query)) {
    const { jobId, status, ownerId, title } = job;
    const text = `${jobId}  ${status.padEnd(9)}  ${ownerId}  ${JSON.stringify(title)}`;
    await output.result(text, job);
  }
};

const show = async (api: OperatorClient, context: Context): Promise<void> => {
  const job = await api.jobs.get(jobIn(context));
  await context.output.result(nestedLines(job), job);
};

const reasonIn = ({ values }: Context): string => {
  const reason = textOf(values, 'reason');
  if (reason === undefined) throw new CommandProblem('Say why the job failed: --reason <text>.');
  return reason;
};

const fail = async (api: OperatorClient, context: Context): Promise<void> => {
  const job = await api.jobs.fail(jobIn(context), reasonIn(context));
  await context.output.result(`${job.jobId} ${job.status}`, job);
};

const acts = { list, show, fail };

/** `keepsake jobs`. */
export const command: Command = {
  summary: "list workers' jobs, show one, or end it as failed",
  operands: 'list|show|fail [<job>]',
  words: Object.keys(acts),
  examples: [
    'keepsake jobs list --status running --stage prod',
    'keepsake jobs show job_1 --stage prod',
  ],
  options,
  run: async (context) => {
    const act = acts[context.positionals[0] as keyof typeof acts];
    if (act !== list) jobIn(context);
    if (act === fail) reasonIn(context);
    await act(await openApi(context.settings, context.values), context);
    return exitCodes.done;
  },
};
