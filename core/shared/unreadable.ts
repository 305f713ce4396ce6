import { RecordUnreadable } from '../errors.ts';
import type { UnreadableRecord } from './model/unreadable-record.ts';

/**
 * The answer of a reading, if every record could be read. Otherwise throws `RecordUnreadable`,
 * which carries the answer without the others: a caller that does not ask for less gets all or
 * nothing.
 */
export const complete = <Answer>(
  answer: Answer,
  unreadable: readonly UnreadableRecord[],
): Answer => {
  if (unreadable.length > 0) throw new RecordUnreadable(unreadable, answer);
  return answer;
};

/**
 * The answer of one reading of a port without the records that cannot be read, and which they are.
 * Only for callers that are right without them, or say that they are not complete. `reading` must
 * be the port's own promise: the rest of another reading would have another shape.
 */
export const withoutUnreadable = async <Answer>(
  reading: Promise<Answer>,
): Promise<{ answer: Answer; unreadable: readonly UnreadableRecord[] }> => {
  try {
    return { answer: await reading, unreadable: [] };
  } catch (error) {
    if (!(error instanceof RecordUnreadable) || error.rest === undefined) throw error;
    return { answer: error.rest as Answer, unreadable: error.records };
  }
};

/** Records read one by one, as `withoutUnreadable` reads a list. */
export const readEach = async <Id, Found>(
  ids: readonly Id[],
  read: (id: Id) => Promise<Found>,
): Promise<{ answer: Found[]; unreadable: readonly UnreadableRecord[] }> => {
  const unreadable: UnreadableRecord[] = [];
  const found = await Promise.all(
    ids.map(async (id) => {
      try {
        return [await read(id)];
      } catch (error) {
        if (!(error instanceof RecordUnreadable)) throw error;
        unreadable.push(...error.records);
        return [];
      }
    }),
  );
  return { answer: found.flat() as Found[], unreadable };
};

/** Tells of each unreadable record as of a failure of its own. */
export const tellUnreadable = (
  unreadable: readonly UnreadableRecord[],
  onFailure: (id: string, error: unknown) => void,
): void => {
  for (const record of unreadable) onFailure(record.id, new RecordUnreadable([record]));
};

/** The ids of unreadable records as a list answers them; nothing where there are none. */
export const unreadableIn = (unreadable: readonly UnreadableRecord[]): { unreadable?: string[] } =>
  unreadable.length > 0 ? { unreadable: unreadable.map(({ id }) => id) } : {};
