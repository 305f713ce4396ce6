import { isMark, userMetadata } from '../../../../core/bulk/model/metadata-headers.ts';
import type { TransferJob } from '../../../../core/bulk/model/transfer.ts';
import type { OpenSource } from './open-source.ts';

/** Time and properties of a file, as its source names them. */
type Described = Pick<OpenSource, 'modifiedMs' | 'modifiedNs' | 'properties'>;

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

/**
 * As rclone writes it, so that rclone reads it back: seconds since 1970 with up to nine decimals.
 * rclone takes a file of another nanosecond for a changed one.
 */
const modifiedAt = ({ modifiedMs, modifiedNs }: Described): Record<string, string> => {
  const ns = modifiedNs ?? (modifiedMs === undefined ? undefined : msToNs(modifiedMs));
  return ns === undefined || ns < 0n ? {} : { [`${userMetadata}mtime`]: secondsOf(ns) };
};

const msToNs = (ms: number): bigint => BigInt(Math.round(ms)) * 1_000_000n;

const secondsOf = (ns: bigint): string => {
  const digits = String(ns).padStart(10, '0');
  return `${digits.slice(0, -9)}.${digits.slice(-9)}`.replace(/\.?0+$/, '');
};
