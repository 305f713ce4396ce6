import { type Alarm, alarmStates } from './model/alarm.ts';
import type { Alarms } from './ports.ts';

/** The alarms of a region: those of CloudFront are not where the stage is. */
export type WatchedRegion = { region: string; alarms: Alarms };

/** The stage's alarms, ringing ones first. `unknown`: regions whose alarms could not be read. */
export type AlarmsView = { alarms: Alarm[]; unknown: string[] };

/**
 * Every alarm of the stage, ringing ones first, then by name. CloudWatch's silence is no error: the
 * view says which regions are unknown.
 */
export const listAlarms = async (
  { watched }: { watched: readonly WatchedRegion[] },
  onFailure: (region: string, error: unknown) => void,
): Promise<AlarmsView> => {
  const unknown: string[] = [];
  const found = await Promise.all(
    watched.map(async ({ region, alarms }) => {
      try {
        return await alarms.list();
      } catch (error) {
        onFailure(region, error);
        unknown.push(region);
        return [];
      }
    }),
  );
  const alarms = found.flat().sort((a, b) => rankOf(a) - rankOf(b) || (a.name < b.name ? -1 : 1));
  return { alarms, unknown: unknown.sort() };
};

const rankOf = ({ state }: Alarm): number => alarmStates.indexOf(state);
