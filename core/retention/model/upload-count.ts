import * as z from 'zod';
import { isSession } from '../../sessions/model/session.ts';
import { liesElsewhere, type Upload } from '../../uploads/model/upload.ts';
import type { UploadChange } from '../../uploads/model/upload-news.ts';

/** Figures of a set of uploads. */
export type Tally = { files: number; bytes: number };

/**
 * One counter and by how much it moves. `name`: `category#photo`, `status#pending`,
 * `owner#session`, `day#2030-01-31#permanent#photo`: its day, class of storage and category.
 */
export type CounterDelta = Tally & { name: string };

/**
 * An upload's last counted state and its counters. `gone`: the record was removed, final for the
 * record of this `createdAt`; an id that derives from a file may get another one. `holder`: the
 * owner whose temporary quota the upload uses.
 */
export const countedSchema = z.object({
  uploadId: z.string(),
  /** Marks of earlier versions lack it. */
  createdAt: z.string().optional(),
  revision: z.number().int(),
  gone: z.boolean().optional(),
  labels: z.array(z.string()),
  bytes: z.number().int(),
  holder: z.string().optional(),
});

export type Counted = z.infer<typeof countedSchema>;

/**
 * The step from an upload's last counted state (undefined: never counted) to its present one.
 * `reserved`: the quota reserved at the creation of a record that was never counted.
 */
export type CountStep = { from: Counted | undefined; to: Counted; reserved: CounterDelta[] };

const holding: readonly Upload['status'][] = ['pending', 'checking', 'uploaded'];

/** Where an upload's bytes lie: nowhere once it ended. */
type StorageClass = 'temporary' | 'permanent' | 'ended';

const classes: Readonly<Record<Upload['status'], StorageClass>> = {
  pending: 'temporary',
  checking: 'temporary',
  uploaded: 'temporary',
  quarantined: 'temporary',
  permanent: 'permanent',
  aborted: 'ended',
  expired: 'ended',
};

/** When the record that a change is about was created; `undefined` where that cannot be read. */
export const createdIn = ({ now, before }: UploadChange): string | undefined =>
  (now ?? before)?.createdAt;

/** The step to count; undefined when this change or a later one was counted before. */
export const countStep = (
  from: Counted | undefined,
  change: UploadChange,
): CountStep | undefined => {
  if (from && !isNews(from, change)) return undefined;
  const { uploadId, now, before } = change;
  const revision = Math.max(from?.revision ?? 0, before?.revision ?? 0);
  const createdAt = createdIn(change) ?? from?.createdAt;
  const known = now ?? before;
  const isFirst = from === undefined || isAnother(from, change);
  return {
    from,
    to: now ? counted(now) : removed({ uploadId, createdAt, revision }),
    reserved: known && isFirst ? reservedFor(known) : [],
  };
};

const isNews = (from: Counted, change: UploadChange): boolean => {
  if (isAnother(from, change)) return true;
  if (isOfFormer(from, change) || from.gone) return false;
  return change.now === undefined || change.now.revision > from.revision;
};

/** True for a change of a record that took the place of the counted one. */
const isAnother = (from: Counted, change: UploadChange): boolean => {
  const createdAt = createdIn(change);
  return from.createdAt !== undefined && createdAt !== undefined && createdAt > from.createdAt;
};

/** True for a change of a record whose place another one has taken. */
const isOfFormer = (from: Counted, change: UploadChange): boolean => {
  const createdAt = createdIn(change);
  return from.createdAt !== undefined && createdAt !== undefined && createdAt < from.createdAt;
};

const counted = (upload: Upload): Counted => ({
  uploadId: upload.uploadId,
  createdAt: upload.createdAt,
  revision: upload.revision,
  labels: labelsOf(upload),
  bytes: upload.sizeBytes,
  ...(upload.reservedFor !== undefined &&
    holding.includes(upload.status) && { holder: upload.ownerId }),
});

const labelsOf = (upload: Upload): string[] => {
  const { status, storageClass } = standingOf(upload);
  return [
    `category#${upload.category}`,
    `status#${status}`,
    `owner#${isSession(upload.ownerId) ? 'session' : 'user'}`,
    `day#${upload.createdAt.slice(0, 10)}#${storageClass}#${upload.category}`,
  ];
};

/** Bytes that an older system alone has are in none of our storage. */
const standingOf = (upload: Upload): { status: string; storageClass: string } =>
  upload.status === 'permanent' && liesElsewhere(upload)
    ? { status: 'registered', storageClass: 'elsewhere' }
    : { status: upload.status, storageClass: classes[upload.status] };

const removed = ({
  uploadId,
  createdAt,
  revision,
}: Pick<Counted, 'uploadId' | 'createdAt' | 'revision'>): Counted => ({
  uploadId,
  ...(createdAt !== undefined && { createdAt }),
  revision: revision + 1,
  gone: true,
  labels: [],
  bytes: 0,
});

const reservedFor = ({ reservedFor: name, sizeBytes }: Upload): CounterDelta[] =>
  name === undefined ? [] : [{ name, files: 1, bytes: sizeBytes }];

/** How the counters move when these steps are taken together. */
export const counterDeltas = (steps: readonly CountStep[]): CounterDelta[] =>
  sum(steps.flatMap(({ from, to }) => [...labelled(to), ...less(labelled(from))]));

const sum = (deltas: readonly CounterDelta[]): CounterDelta[] => {
  const totals = new Map<string, Tally>();
  for (const { name, files, bytes } of deltas) {
    const total = totals.get(name) ?? { files: 0, bytes: 0 };
    totals.set(name, { files: total.files + files, bytes: total.bytes + bytes });
  }
  return [...totals]
    .map(([name, total]) => ({ name, ...total }))
    .filter(({ files, bytes }) => files !== 0 || bytes !== 0);
};

const labelled = (state: Counted | undefined): CounterDelta[] =>
  state?.labels.map((name) => ({ name, files: 1, bytes: state.bytes })) ?? [];

const less = (deltas: readonly CounterDelta[]): CounterDelta[] =>
  deltas.map(({ name, files, bytes }) => ({ name, files: -files, bytes: -bytes }));

/**
 * Changes of the holders' quotas: an upload that leaves temporary storage gives quota back, and one
 * that changes hands moves it. A new upload's quota was reserved with its record.
 */
export const holderDeltas = (steps: readonly CountStep[]): CounterDelta[] =>
  sum(
    steps.flatMap(({ from, to, reserved }) => [
      ...held(to),
      ...less(held(from)),
      ...less(reserved),
    ]),
  );

const held = (state: Counted | undefined): CounterDelta[] =>
  state?.holder === undefined ? [] : [{ name: state.holder, files: 1, bytes: state.bytes }];
