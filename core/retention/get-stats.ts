import * as z from 'zod';
import { daysAfter } from '../shared/model/later.ts';
import { parseQuery } from '../shared/model/parse-query.ts';
import { wholeNumberSchema } from '../shared/model/whole-number.ts';
import type { Clock } from '../shared/ports.ts';
import type { Tally } from './model/upload-count.ts';
import type { Stats } from './ports.ts';

export const statsQuerySchema = z.object({ days: wholeNumberSchema(366).default(30) });

type Tallies = Record<string, Tally>;

/** Uploads on record, counted four ways, and those created in the last days (UTC). */
export type StatsView = {
  total: Tally;
  byStatus: Tallies;
  byCategory: Tallies;
  byOwnerType: Tallies;
  byDay: Tallies;
};

const counted = (tallies: Tallies): Tallies =>
  Object.fromEntries(Object.entries(tallies).filter(([, { files }]) => files !== 0));

const group = (totals: Tallies, name: string): Tallies =>
  counted(
    Object.fromEntries(
      Object.entries(totals).flatMap(([key, tally]) =>
        key.startsWith(`${name}#`) ? [[key.slice(name.length + 1), tally]] : [],
      ),
    ),
  );

const sum = (tallies: Tallies): Tally =>
  Object.values(tallies).reduce(
    (total, { files, bytes }) => ({ files: total.files + files, bytes: total.bytes + bytes }),
    {
      files: 0,
      bytes: 0,
    },
  );

/** How much there is; seconds behind the uploads themselves. Throws `InvalidInput`. */
export const getStats = async (
  { stats, clock }: { stats: Pick<Stats, 'read'>; clock: Clock },
  query: unknown,
): Promise<StatsView> => {
  const { days } = parseQuery(statsQuerySchema, query);
  const since = daysAfter(clock.now(), 1 - days)
    .toISOString()
    .slice(0, 10);
  const reading = await stats.read(since);
  const byStatus = group(reading.totals, 'status');
  return {
    total: sum(byStatus),
    byStatus,
    byCategory: group(reading.totals, 'category'),
    byOwnerType: group(reading.totals, 'owner'),
    byDay: counted(reading.days),
  };
};
