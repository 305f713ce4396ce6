import { isMark, userMetadata } from '../../../../core/bulk/model/metadata-headers.ts';
import type { TransferJob } from '../../../../core/bulk/model/transfer.ts';
import type { OpenSource } from './open-source.ts';

/** Time and properties of a file, as its source names them. */
type Described = Pick<OpenSource, 'modifiedMs' | 'properties'>;

/** The job with the headers that its source hands on. Headers the plan sets come before these. */
export const describedJob = (job: TransferJob, source: Described): TransferJob =>
  job.keeps === undefined
    ? job
    : { ...job, properties: { ...keptOf(job, source), ...job.properties } };

/** Marks of another batch say nothing of this object. */
const keptOf = ({ keeps }: TransferJob, source: Described): Record<string, string> => {
  if (keeps === undefined || keeps === 'none') return {};
  const own = Object.entries(source.properties ?? {}).filter(([name]) => !isMark(name));
  return { ...modifiedAt(source), ...Object.fromEntries(own) };
};

/** As rclone writes it, seconds since 1970 with a fraction, so that rclone reads it back. */
const modifiedAt = ({ modifiedMs }: Described): Record<string, string> =>
  modifiedMs === undefined || modifiedMs < 0
    ? {}
    : { [`${userMetadata}mtime`]: String(Math.round(modifiedMs) / 1000) };
