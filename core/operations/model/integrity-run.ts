import * as z from 'zod';
import { daysAfter } from '../../shared/model/later.ts';
import { damageKinds, integrityCounts, noFiles } from './integrity.ts';
import { replicaCounts, replicaFindings } from './replica.ts';

/**
 * `unreadable`: storage refuses the file, or its record cannot be read; then the `key` of a file is
 * the upload's id. `unregistered`: a version that no record names.
 */
const findingKinds = [...damageKinds, 'unreadable', 'unregistered', ...replicaFindings] as const;

const findingSchema = z.object({
  kind: z.enum(findingKinds),
  key: z.string(),
  versionId: z.string().optional(),
  uploadId: z.string().optional(),
  ownerId: z.string().optional(),
  why: z.string(),
});

export type Finding = z.infer<typeof findingSchema>;

/** Findings that a run names; further ones are counted only. An item has 400 KB at most. */
export const mostNamed = 100;

const counts = z.record(
  z.enum([...integrityCounts, 'unreadable', 'versions', 'unregistered']),
  z.int(),
);

/**
 * One run of the scheduled comparison, over one of `of` equal parts: first the files on record,
 * then the versions in storage, then those in the second region. Times are ISO 8601 in UTC.
 */
export const integrityRunSchema = z.object({
  startedAt: z.string(),
  updatedAt: z.string(),
  part: z.int(),
  of: z.int(),
  /** Where to continue; a finished run has none. */
  next: z
    .discriminatedUnion('look', [
      z.object({ look: z.literal('files'), after: z.string().optional() }),
      z.object({ look: z.literal('versions'), after: z.string().optional() }),
      z.object({ look: z.literal('replicas'), after: z.string().optional() }),
    ])
    .optional(),
  counts,
  /** Counts of the second region, in stages that have one. */
  replicas: z.record(z.enum(replicaCounts), z.int()).optional(),
  /** The first findings, at most `mostNamed`. */
  findings: z.array(findingSchema),
  /** Optimistic lock; 0 for a run that is not on record yet. */
  revision: z.int(),
});

export type IntegrityRun = z.infer<typeof integrityRunSchema>;

/**
 * The Monday (UTC) of the week that a time is in, e.g. `2030-01-07`. A week has one run, so the
 * Monday is the run's key: of two calls that begin one at the same time, one is refused.
 */
export const weekOf = (time: string | Date): string => {
  const daysSinceMonday = (new Date(time).getUTCDay() + 6) % 7;
  return daysAfter(time, -daysSinceMonday).toISOString().slice(0, 10);
};

/**
 * The run to work on: the last one until it is finished, then, in another week, one of the next
 * part. So no part is left out, however long a run takes. `undefined` when this week's is finished.
 */
export const dueRun = (
  last: IntegrityRun | undefined,
  { now, everyWeeks: of }: { now: Date; everyWeeks: number },
): IntegrityRun | undefined => {
  if (last?.next) return last;
  if (last && weekOf(last.startedAt) === weekOf(now)) return undefined;
  const at = now.toISOString();
  return {
    startedAt: at,
    updatedAt: at,
    part: last?.of === of ? (last.part % of) + 1 : 1,
    of,
    next: { look: 'files' },
    counts: { ...noFiles, unreadable: 0, versions: 0, unregistered: 0 },
    findings: [],
    revision: 0,
  };
};
