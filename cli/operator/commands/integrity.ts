import {
  checkIntegrity,
  type DamagedFile,
  type IntegrityReport,
  readings,
} from '../../../core/operations/check-integrity.ts';
import type { Part } from '../../../core/operations/model/integrity.ts';
import type { Command, Context } from '../../command.ts';
import { CommandProblem } from '../../command-problem.ts';
import { exitCodes } from '../../exit-codes.ts';
import { bytesText } from '../../figures.ts';
import { oneOf, textOf } from '../../option-values.ts';
import type { Values } from '../../options.ts';
import { openOrphans } from '../open-orphans.ts';

const damageLine = ({ kind, key, why, uploadId, ownerId }: DamagedFile): string =>
  `${kind.padEnd(8)} ${key}  ${why}  (${uploadId} of ${ownerId})`;

const summaryText = (report: IntegrityReport): string =>
  `${report.files} files looked at, ${bytesText(report.readBytes)} read; ` +
  `${report.intact} intact, ${report.missing} missing, ${report.hidden} hidden, ` +
  `${report.changed} changed; not compared: ${report.unproven} without a SHA-256 in storage ` +
  `(${bytesText(report.unprovenBytes)}), ${report.unknown} without one on record`;

const partOf = (values: Values): Part => {
  const text = textOf(values, 'part');
  if (text === undefined) return { part: 1, of: 1 };
  const [, part = 0, of = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number);
  if (part < 1 || part > of)
    throw new CommandProblem(`--part must be one of several like 3/52, not '${text}'.`);
  return { part, of };
};

const look = async ({ values, settings, output }: Context): Promise<IntegrityReport> => {
  const options = {
    prefix: textOf(values, 'prefix'),
    part: partOf(values),
    read: oneOf(values, 'read', readings),
    onDamage: (damaged: DamagedFile) => output.result(damageLine(damaged), damaged),
  };
  const { close, ...deps } = await openOrphans(settings);
  return checkIntegrity(deps, options).finally(close);
};

/** `keepsake integrity`. */
export const command: Command = {
  summary: 'compare permanent files with the checksums on record; changes nothing',
  operands: '',
  examples: ['keepsake integrity --part 3/52 --read unproven --stage prod'],
  options: {
    prefix: { type: 'string', value: 'prefix', help: 'only keys that begin with it' },
    part: { type: 'string', value: 'n/of', help: 'only one of so many equal parts, e.g. 3/52' },
    read: {
      type: 'string',
      value: 'which',
      help: 'read the bytes: unproven (storage keeps no SHA-256) or all; none without',
    },
  },
  run: async (context) => {
    const report = await look(context);
    await context.output.result(summaryText(report), { kind: 'summary', ...report });
    if (report.unproven > 0)
      context.output.say('Read what storage keeps no SHA-256 of with --read unproven.');
    return report.missing + report.hidden + report.changed > 0
      ? exitCodes.withErrors
      : exitCodes.done;
  },
};
