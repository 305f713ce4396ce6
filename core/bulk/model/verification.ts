import * as z from 'zod';

const countsSchema = z.object({
  checked: z.number().int(),
  bytes: z.number().int(),
  objects: z.number().int(),
  missing: z.number().int(),
  changed: z.number().int(),
  unreferenced: z.number().int(),
  unregistered: z.number().int(),
});

/** What was looked at, and how many problems of each kind there are. */
export type VerificationCounts = z.infer<typeof countsSchema>;

/** What a verification counted. `stale` is counted when sources are compared. */
export type Verification = VerificationCounts & { stale?: number };

export const nothingVerified: Readonly<VerificationCounts> = {
  checked: 0,
  bytes: 0,
  objects: 0,
  missing: 0,
  changed: 0,
  unreferenced: 0,
  unregistered: 0,
};

/** Counts of slices or turns that have no file in common. */
export const sumOf = (one: VerificationCounts, other: VerificationCounts): VerificationCounts => ({
  checked: one.checked + other.checked,
  bytes: one.bytes + other.bytes,
  objects: one.objects + other.objects,
  missing: one.missing + other.missing,
  changed: one.changed + other.changed,
  unreferenced: one.unreferenced + other.unreferenced,
  unregistered: one.unregistered + other.unregistered,
});

/** Problems kept on record; all of them are counted. */
export const keptProblems = 20;

/** The first problems of two parts, one a line. */
export const firstProblems = (...lists: readonly (readonly string[])[]): string[] =>
  lists.flat().slice(0, keptProblems);

/** A slice of a verification: the hex digits its record ids begin with; `''` is all. */
export type Slice = string;

/** Ids after `above` and up to `upTo`; without a bound, all on that side. */
export type IdRange = { above?: string | undefined; upTo?: string | undefined };

/** Records that come after one of them (`after`), with ids in a range. */
export type RecordsPart = { after?: string } & IdRange;

export const sliceOutcomeSchema = z.object({
  slice: z.string(),
  result: countsSchema,
  problems: z.array(z.string()),
});

export type SliceOutcome = z.infer<typeof sliceOutcomeSchema>;

/** A slice of 25,000 files takes a function about a minute (docs/scale.md). */
const filesPerSlice = 25_000;

/** 4,096 slices are named in 25 kB; the input of a state has 256 kB. */
const mostDigits = 3;

/** Ids are hashes: slices of equally many digits are equally large. */
export const digitsFor = (files: number): number => {
  let digits = 0;
  while (digits < mostDigits && files > filesPerSlice * 16 ** digits) digits += 1;
  return digits;
};

/** Every slice with this many digits, in the order of their ids. */
export const slicesOf = (digits: number): Slice[] =>
  Array.from({ length: 16 ** digits }, (_, index) => nameOf(index, digits));

const nameOf = (index: number, digits: number): Slice =>
  digits === 0 ? '' : index.toString(16).padStart(digits, '0');

/**
 * The ids of a slice. The first slice has no lower bound and the last no upper one, so that every
 * name is in exactly one of them, also one that is not an id.
 */
export const rangeOf = (slice: Slice): IdRange => {
  const index = Number.parseInt(slice || '0', 16);
  const isLast = index === 16 ** slice.length - 1;
  return {
    ...(index > 0 && { above: slice }),
    ...(!isLast && { upTo: nameOf(index + 1, slice.length) }),
  };
};

/** True for a name in the range. Bounds are hex digits, so bytes and characters sort alike. */
export const isWithin = ({ above, upTo }: IdRange, name: string): boolean =>
  (above === undefined || name > above) && (upTo === undefined || name <= upTo);
