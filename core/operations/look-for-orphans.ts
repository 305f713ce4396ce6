import * as z from 'zod';
import { InvalidInput } from '../errors.ts';
import { cursorAfter, positionOf } from '../shared/model/list-cursor.ts';
import { jsonBytes } from '../shared/model/page-bytes.ts';
import { parseInput } from '../shared/model/parse-input.ts';
import type { UnreadableRecord } from '../shared/model/unreadable-record.ts';
import { unreadableIn } from '../shared/unreadable.ts';
import {
  findOrphans,
  type MissingFile,
  type OrphanDeps,
  type OrphanPosition,
  type OrphanReport,
  type OrphanVersion,
} from './find-orphans.ts';

/** True for text that can begin an S3 key: the SDK cannot send half a surrogate pair. */
const isKeyStart = (text: string): boolean =>
  text.isWellFormed() && new TextEncoder().encode(text).length <= 1024;

export const lookForOrphansSchema = z.strictObject(
  {
    dryRun: z.boolean('must be true or false'),
    /** Only keys that begin with it. */
    prefix: z
      .string('must be the beginning of a key')
      .refine(isKeyStart, 'must be at most 1,024 bytes of well-formed text')
      .optional(),
    cursor: z
      .string('must be a cursor from an earlier answer')
      .max(6000, 'is no cursor of this list')
      .optional(),
  },
  'must be a JSON object',
);

/** Counts and findings of one call; `cursor`: there is more to look at. */
export type OrphansFound = {
  dryRun: boolean;
  counts: OrphanReport;
  orphans: OrphanVersion[];
  missing: MissingFile[];
  /** Entries that cannot be read. */
  unreadable?: string[];
  cursor?: string;
};

/**
 * A call ends after the page in which one of these is passed. API Gateway gives up at 30 seconds,
 * and a page of a thousand versions takes a few.
 */
const seconds = 15;
const mostFindings = 500;

/** With those of one more page, of a hundred keys of 1,024 bytes, an answer has 256 kB at most. */
const mostFindingBytes = 100_000;

/** The longest position is a key of S3, 1,024 bytes that are percent-encoded, and a version. */
const longestPosition = 4000;

const longestId = 200;

const parts = ['versions', 'entries'] as const;

/**
 * One stretch of comparing permanent storage with the records. Without `dryRun`, removes versions
 * that Keepsake made more than a day ago and no record refers to. Call again with `cursor` while
 * there is one. Throws `InvalidInput`.
 */
export const lookForOrphans = async (deps: OrphanDeps, input: unknown): Promise<OrphansFound> => {
  const { dryRun, prefix, cursor } = parseInput(lookForOrphansSchema, input);
  // A cursor of a dry run must not continue as a removal that skips what came before it.
  const list = { list: 'orphans', dryRun, prefix };
  const until = deps.clock.now().getTime() + seconds * 1000;
  const orphans: OrphanVersion[] = [];
  const missing: MissingFile[] = [];
  const unreadable: UnreadableRecord[] = [];
  let bytes = 0;
  const note = <Found>(found: Found, all: Found[]): void => {
    bytes += jsonBytes(found);
    all.push(found);
  };
  const { next, ...counts } = await findOrphans(
    deps,
    {
      prefix,
      apply: !dryRun,
      onVersion: (orphan) => note(orphan, orphans),
      onMissing: (file) => note(file, missing),
      onUnreadable: (record) => note(record, unreadable),
    },
    {
      from: fromCursor(positionOf(list, cursor, longestPosition)),
      isEnough: () =>
        deps.clock.now().getTime() >= until ||
        orphans.length + missing.length + unreadable.length >= mostFindings ||
        bytes >= mostFindingBytes,
    },
  );
  return {
    dryRun,
    counts,
    orphans,
    missing,
    ...unreadableIn(unreadable),
    ...(next && { cursor: cursorAfter(list, toCursor(next)) }),
  };
};

const fromCursor = (position: string | undefined): OrphanPosition => {
  if (position === undefined) return { part: 'versions' };
  const part = parts.find((each) => position.startsWith(`${each}:`));
  const after = position.slice(part === undefined ? 0 : part.length + 1);
  if (!part || (part === 'entries' && after.length > longestId))
    throw InvalidInput.of('cursor', 'is no cursor of this list');
  return { part, ...(after !== '' && { after }) };
};

/** `versions:` or `entries:`, then the position in that part; nothing at its beginning. */
const toCursor = ({ part, after = '' }: OrphanPosition): string => `${part}:${after}`;
