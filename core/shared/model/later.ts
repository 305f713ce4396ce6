import type { Clock } from '../ports.ts';

/** The time `seconds` from now, ISO 8601 in UTC. */
export const later = (clock: Clock, seconds: number): string =>
  new Date(clock.now().getTime() + seconds * 1000).toISOString();

const dayMs = 86_400_000;

/** The time `days` of 24 hours after another (ISO 8601 or a `Date`); before it if negative. */
export const daysAfter = (time: string | Date, days: number): Date =>
  new Date(new Date(time).getTime() + days * dayMs);
