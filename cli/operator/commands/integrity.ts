import {
  checkIntegrity,
  type DamagedFile,
  readings,
  selectedFiles,
} from '../../../core/operations/check-integrity.ts';
import { compareReplicas } from '../../../core/operations/check-replicas.ts';
import {
  estimateIntegrity,
  type IntegrityEstimate,
} from '../../../core/operations/estimate-integrity.ts';
import type { IntegrityReport, Part } from '../../../core/operations/model/integrity.ts';
import type { Finding, IntegrityRun } from '../../../core/operations/model/integrity-run.ts';
import {
  noReplicas,
  type ReplicaReport,
  replicaFindings,
} from '../../../core/operations/model/replica.ts';
import type { UnreadableRecord } from '../../../core/shared/model/unreadable-record.ts';
import { withoutUnreadable } from '../../../core/shared/unreadable.ts';
import type { Command, Context } from '../../command.ts';
import { CommandProblem } from '../../command-problem.ts';
import { exitCodes } from '../../exit-codes.ts';
import { bytesText, dollarsText, filesText } from '../../figures.ts';
import { oneOf, textOf } from '../../option-values.ts';
import type { Values } from '../../options.ts';
import { tellUnreadable } from '../../unreadable-line.ts';
import { openOrphans } from '../open-orphans.ts';

const damageLine = ({ kind, key, why, uploadId, ownerId }: DamagedFile): string =>
  `${kind.padEnd(8)} ${key}  ${why}  (${uploadId} of ${ownerId})`;

const findingLine = ({ kind, key, versionId, why }: Finding): string =>
  `${kind.padEnd(20)} ${key}${versionId === undefined ? '' : `@${versionId}`}  ${why}`;

const summaryText = (report: IntegrityReport): string =>
  `${report.files} files looked at, ${bytesText(report.readBytes)} read; ` +
  `${report.intact} intact, ${report.missing} missing, ${report.hidden} hidden, ` +
  `${report.changed} changed; not compared: ${report.unproven} without a SHA-256 in storage ` +
  `(${bytesText(report.unprovenBytes)}), ${report.unknown} without one on record`;

const replicaText = (report: ReplicaReport): string =>
  `second region: ${report.files} files looked at; ${report.intact} intact, ` +
  `${report.replicating} on their way, ${report['replica-missing']} missing, ` +
  `${report['replica-behind']} behind, ${report['replica-hidden']} hidden, ` +
  `${report['replica-changed']} changed, ${report['replica-unreadable']} unreadable; ` +
  `not compared: ${report.unproven} without a checksum in both regions`;

const partOf = (values: Values): Part => {
  const text = textOf(values, 'part');
  if (text === undefined) return { part: 1, of: 1 };
  const [, part = 0, of = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number);
  if (part < 1 || part > of)
    throw new CommandProblem(`--part must be one of several like 3/52, not '${text}'.`);
  return { part, of };
};

const wanted = ({ values }: Context) => ({
  prefix: textOf(values, 'prefix'),
  part: partOf(values),
  read: oneOf(values, 'read', readings),
});

type Opened = Omit<Awaited<ReturnType<typeof openOrphans>>, 'close'>;

/** Compares the second region as well; returns how many differences there are. */
const compareThere = async (context: Context, { replica, ...deps }: Opened): Promise<number> => {
  if (!replica) return 0;
  const { output } = context;
  const report = { ...noReplicas };
  const onFinding = (finding: Finding) => output.result(findingLine(finding), finding);
  // Comparing the first region has already reported unreadable records.
  const files = selectedFiles(deps, wanted(context), () => undefined);
  await compareReplicas({ ...deps, replica }, files, { report, onFinding });
  await output.result(replicaText(report), { kind: 'second region', ...report });
  return replicaFindings.reduce((sum, kind) => sum + report[kind], 0);
};

const compareHere = async (context: Context, deps: Opened): Promise<number> => {
  const { output } = context;
  const onDamage = (damaged: DamagedFile) => output.result(damageLine(damaged), damaged);
  let unreadable = 0;
  const onUnreadable = (record: UnreadableRecord) => {
    unreadable += 1;
    return tellUnreadable(output, record);
  };
  const options = { ...wanted(context), onDamage, onUnreadable };
  const report = await checkIntegrity(deps, options);
  await output.result(`${summaryText(report)}; ${unreadable} whose record cannot be read`, {
    kind: 'summary',
    ...report,
    unreadable,
  });
  if (report.unproven > 0)
    output.say('Read what storage keeps no SHA-256 of with --read unproven.');
  return report.missing + report.hidden + report.changed + unreadable;
};

const compare = async (context: Context): Promise<number> => {
  const { close, ...deps } = await openOrphans(context.settings);
  const compareBoth = async () =>
    (await compareHere(context, deps)) + (await compareThere(context, deps));
  const differences = await compareBoth().finally(close);
  return differences > 0 ? exitCodes.withErrors : exitCodes.done;
};

const estimateText = ({
  files,
  unreadable,
  requests,
  bytesToRead,
  dollars,
  prices,
}: IntegrityEstimate) =>
  `${filesText(files)}: ${requests} requests to storage, about ${dollarsText(dollars.requests)}; ` +
  `${bytesText(bytesToRead)} to read at most, ${dollarsText(dollars.egress)} where they leave ` +
  `AWS, nothing within the region. ${prices}.` +
  (unreadable > 0 ? ` Without ${unreadable} files whose record cannot be read.` : '');

const estimate = async (context: Context): Promise<number> => {
  const options = wanted(context);
  const { close, ...deps } = await openOrphans(context.settings);
  const found = await estimateIntegrity(deps, options).finally(close);
  await context.output.result(estimateText(found), { kind: 'estimate', ...found });
  return exitCodes.done;
};

const runLines = ({
  startedAt,
  part,
  of,
  next,
  counts,
  replicas,
  findings,
}: IntegrityRun): string[] => [
  `${startedAt}  part ${part}/${of}  ${next ? `goes on with the ${next.look}` : 'finished'}`,
  `  ${filesText(counts.files)}, ${bytesText(counts.readBytes)} read: ${counts.intact} intact, ` +
    `${counts.unproven} unproven, ${counts.unknown} unknown, ${counts.missing} missing, ` +
    `${counts.hidden} hidden, ${counts.changed} changed, ${counts.unreadable} unreadable; ` +
    `${counts.unregistered} of ${counts.versions} versions unregistered`,
  ...(replicas ? [`  ${replicaText(replicas)}`] : []),
  ...findings.map((finding) => `  ${findingLine(finding)}`),
];

/** As many runs as a year has weeks. */
const mostRuns = 52;

const showRuns = async ({ settings, output }: Context): Promise<number> => {
  const { close, runs } = await openOrphans(settings);
  const { answer: found, unreadable } = await withoutUnreadable(runs.list(mostRuns).finally(close));
  for (const run of found) await output.result(runLines(run), { kind: 'run', ...run });
  if (found.length === 0)
    output.say('No scheduled run is on record. A stage has runs once its `integrity` is set.');
  for (const record of unreadable) await tellUnreadable(output, record);
  return unreadable.length > 0 ? exitCodes.withErrors : exitCodes.done;
};

/** `keepsake integrity`. */
export const command: Command = {
  summary: 'compare permanent files with the checksums on record; changes nothing',
  operands: '',
  examples: [
    'keepsake integrity --part 3/52 --read unproven --stage prod',
    'keepsake integrity --estimate --read all --stage prod',
    'keepsake integrity --runs --stage prod',
  ],
  options: {
    prefix: { type: 'string', value: 'prefix', help: 'only keys with this prefix' },
    part: { type: 'string', value: 'n/of', help: 'only one of this many equal parts, e.g. 3/52' },
    read: {
      type: 'string',
      value: 'which',
      help: 'read the bytes: unproven (storage keeps no SHA-256) or all; none without',
    },
    estimate: { type: 'boolean', help: 'only estimate the cost; reads no file' },
    runs: { type: 'boolean', help: 'show the reports of the scheduled runs, newest first' },
  },
  run: (context) => {
    if (context.values.runs === true) return showRuns(context);
    return context.values.estimate === true ? estimate(context) : compare(context);
  },
};
