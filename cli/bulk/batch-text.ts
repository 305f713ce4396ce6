import type { BatchRecord } from '../../core/bulk/model/batch.ts';
import type { BatchView } from '../../core/bulk/model/batch-view.ts';
import { bytesText, filesText } from '../figures.ts';

/** A state as people read it. */
export const statusText = (status: string): string => status.replaceAll('_', ' ');

/** A batch in full. */
export const batchLines = (view: BatchView): string[] => {
  const {
    batchId,
    status,
    dryRun,
    source,
    target,
    endpoint,
    reason,
    lease,
    percent,
    listed,
    createdBy,
    createdAt,
  } = view;
  return [
    `${batchId}  ${statusText(status)}${dryRun ? ' (dry run)' : ''}${reason ? `: ${reason}` : ''}`,
    `  from         ${source}`,
    `  to           ${target}${endpoint ? ` at ${endpoint}` : ''}`,
    ...(view.category ? [`  registered   as ${view.category} of ${view.ownerId}`] : []),
    `  created      ${createdAt} by ${createdBy}`,
    ...(lease ? [`  held by      ${lease.holder} until ${lease.expiresAt}`] : []),
    `  done         ${percent} %${listed ? '' : ' of what is listed so far'}`,
    ...countLines(view),
  ];
};

const countLines = ({ counts }: BatchView): string[] =>
  Object.entries(counts)
    .filter(([, { files }]) => files > 0)
    .map(
      ([status, { files, bytes }]) =>
        `  ${statusText(status).padEnd(12)} ${filesText(files).padStart(14)}  ${bytesText(bytes)}`,
    );

/** A batch in one line. */
export const batchLine = ({ batchId, status, percent, total, source, target }: BatchView): string =>
  `${batchId}  ${statusText(status).padEnd(21)} ${`${percent} %`.padStart(5)}  ` +
  `${filesText(total.files).padStart(15)}  ${source} -> ${target}`;

/** One file of a batch. */
export const recordLine = ({
  status,
  sizeBytes = 0,
  path,
  failure,
  reason,
}: BatchRecord): string => {
  const why = failure ? `${failure.code}: ${failure.message}` : reason;
  return (
    `${statusText(status).padEnd(12)} ${bytesText(sizeBytes).padStart(9)}  ` +
    `${path}${why ? `  (${why})` : ''}`
  );
};
