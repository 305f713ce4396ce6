import {
  findOrphans,
  type MissingFile,
  type OrphanReport,
  type OrphanVersion,
} from '../../../core/operations/find-orphans.ts';
import type { Command, Context } from '../../command.ts';
import { exitCodes } from '../../exit-codes.ts';
import { bytesText } from '../../figures.ts';
import { textOf } from '../../option-values.ts';
import { openOrphans } from '../open-orphans.ts';

const versionLine = ({ key, versionId, sizeBytes, why, fate }: OrphanVersion): string =>
  `${fate.padEnd(16)} ${bytesText(sizeBytes).padStart(9)}  ${key}@${versionId}  (${why})`;

const missingLine = ({ uploadId, ownerId, key, versionId }: MissingFile): string =>
  `without bytes              ${key}@${versionId}  (${uploadId} of ${ownerId})`;

const summaryText = ({
  versions,
  young,
  removable,
  removed,
  kept,
  entries,
  missing,
}: OrphanReport): string =>
  `${versions} versions and ${entries} entries looked at, ${young} too young to judge; ` +
  `${removable} unreferenced, ${removed} of them removed; ${kept} of unknown origin, kept; ` +
  `${missing} entries without bytes`;

const look = async ({ values, settings, output }: Context): Promise<OrphanReport> => {
  const { close, ...deps } = await openOrphans(settings);
  const onVersion = (orphan: OrphanVersion) =>
    output.result(versionLine(orphan), { kind: 'unreferenced', ...orphan });
  const onMissing = (missing: MissingFile) =>
    output.result(missingLine(missing), { kind: 'without_bytes', ...missing });
  const options = {
    prefix: textOf(values, 'prefix'),
    apply: values.apply === true,
    onVersion,
    onMissing,
  };
  return findOrphans(deps, options).finally(close);
};

/** `keepsake orphans`. */
export const command: Command = {
  summary:
    'compare permanent storage with the records, both ways; remove what nobody references ' +
    'only with --apply',
  operands: '',
  examples: ['keepsake orphans --stage prod'],
  options: {
    prefix: { type: 'string', value: 'prefix', help: 'only keys that begin with it' },
    apply: {
      type: 'boolean',
      help:
        'remove what Keepsake made, is older than a day and nobody references; entries are ' +
        'never touched',
    },
  },
  run: async (context) => {
    const report = await look(context);
    await context.output.result(summaryText(report), { kind: 'summary', ...report });
    if (report.removable > report.removed)
      context.output.say('Nothing was changed. Do it with --apply.');
    return report.removable > report.removed || report.kept > 0 || report.missing > 0
      ? exitCodes.withErrors
      : exitCodes.done;
  },
};
