import * as z from 'zod';
import { daysAfter } from '../shared/model/later.ts';
import { parseQuery } from '../shared/model/parse-query.ts';
import { wholeNumberSchema } from '../shared/model/whole-number.ts';
import type { Clock } from '../shared/ports.ts';
import type { Tally } from './model/upload-count.ts';
import type { Stats } from './ports.ts';

export const statsQuerySchema = z.object({
  days: wholeNumberSchema(366).default(30),
  category: z.string().min(1).max(300).optional(),
});

type Tallies = Record<string, Tally>;

/**
 * Uploads on record, counted four ways, and those created in the last days (UTC), of one category
 * if it is named: all of them, and those that are in permanent storage.
 */
export type StatsView = {
  total: Tally;
  byStatus: Tallies;
  byCategory: Tallies;
  byOwnerType: Tallies;
  byDay: Tallies;
  permanentByDay: Tallies;
};

/** How much there is; seconds behind the uploads themselves. Throws `InvalidInput`. */
export const getStats = async (
  { stats, clock }: { stats: Pick<Stats, 'read'>; clock: Clock },
  query: unknown,
): Promise<StatsView> => {
  const { days, category } = parseQuery(statsQuerySchema, query);
  const since = daysAfter(clock.now(), 1 - days)
    .toISOString()
    .slice(0, 10);
  const reading = await stats.read(since);
  const byStatus = group(reading.totals, 'status');
  return {
    total: sum(Object.values(byStatus)),
    byStatus,
    byCategory: group(reading.totals, 'category'),
    byOwnerType: group(reading.totals, 'owner'),
    byDay: daysOf(reading.days, { permanent: false, category }),
    permanentByDay: daysOf(reading.days, { permanent: true, category }),
  };
};

const group = (totals: Tallies, name: string): Tallies =>
  counted(
    Object.fromEntries(
      Object.entries(totals).flatMap(([key, tally]) =>
        key.startsWith(`${name}#`) ? [[key.slice(name.length + 1), tally]] : [],
      ),
    ),
  );

const counted = (tallies: Tallies): Tallies =>
  Object.fromEntries(Object.entries(tallies).filter(([, { files }]) => files !== 0));

const sum = (tallies: readonly Tally[]): Tally =>
  tallies.reduce(
    (total, { files, bytes }) => ({ files: total.files + files, bytes: total.bytes + bytes }),
    {
      files: 0,
      bytes: 0,
    },
  );

type OfDays = { permanent: boolean; category: string | undefined };

/** Counters of days by their day. Days of an older version have no class and no category. */
const daysOf = (days: Tallies, { permanent, category }: OfDays): Tallies => {
  const wanted = Object.entries(days).flatMap(([name, tally]) => {
    const [day = name, storageClass, ...rest] = name.split('#');
    const isWanted =
      (!permanent || storageClass === 'permanent') &&
      (category === undefined || rest.join('#') === category);
    return isWanted ? [{ day, tally }] : [];
  });
  const byDay = Object.groupBy(wanted, ({ day }) => day);
  return counted(
    Object.fromEntries(
      Object.entries(byDay).map(([day, found = []]) => [day, sum(found.map(({ tally }) => tally))]),
    ),
  );
};
