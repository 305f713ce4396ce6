import {
  findOrphans,
  type MissingFile,
  type OrphanReport,
  type OrphanVersion,
} from '../../../core/operations/find-orphans.ts';
import type { UnreadableRecord } from '../../../core/shared/model/unreadable-record.ts';
import type { Command, Context } from '../../command.ts';
import { exitCodes } from '../../exit-codes.ts';
import { bytesText } from '../../figures.ts';
import { textOf } from '../../option-values.ts';
import { tellUnreadable } from '../../unreadable-line.ts';
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
  unreadable,
}: Found): string =>
  `${versions} versions and ${entries} entries looked at, ${young} too young to judge; ` +
  `${removable} unreferenced, ${removed} of them removed; ${kept} of unknown origin, kept; ` +
  `${missing} entries without bytes, ${unreadable} that cannot be read`;

type Found = OrphanReport & { unreadable: number };

const look = async ({ values, settings, output }: Context): Promise<Found> => {
  let unreadable = 0;
  const { close, ...deps } = await openOrphans(settings);
  const onVersion = (orphan: OrphanVersion) =>
    output.result(versionLine(orphan), { kind: 'unreferenced', ...orphan });
  const onMissing = (missing: MissingFile) =>
    output.result(missingLine(missing), { kind: 'without_bytes', ...missing });
  const onUnreadable = (record: UnreadableRecord) => {
    unreadable += 1;
    return tellUnreadable(output, record);
  };
  const options = {
    prefix: textOf(values, 'prefix'),
    apply: values.apply === true,
    onVersion,
    onMissing,
    onUnreadable,
  };
  const report = await findOrphans(deps, options).finally(close);
  return { ...report, unreadable };
};

/** `keepsake orphans`. */
export const command: Command = {
  summary:
    'compare permanent storage with the records, both ways; remove unreferenced files only ' +
    'with --apply',
  operands: '',
  examples: ['keepsake orphans --stage prod'],
  options: {
    prefix: { type: 'string', value: 'prefix', help: 'only keys with this prefix' },
    apply: {
      type: 'boolean',
      help:
        'remove unreferenced files that Keepsake made more than a day ago; records are never ' +
        'touched',
    },
  },
  run: async (context) => {
    const report = await look(context);
    await context.output.result(summaryText(report), { kind: 'summary', ...report });
    if (report.removable > report.removed)
      context.output.say('Nothing was changed. Do it with --apply.');
    const { removable, removed, kept, missing, unreadable } = report;
    return removable > removed || kept > 0 || missing > 0 || unreadable > 0
      ? exitCodes.withErrors
      : exitCodes.done;
  },
};
