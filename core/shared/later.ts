import type { Clock } from './ports.ts';

/** The time so many seconds from now, ISO 8601 in UTC. */
export const later = (clock: Clock, seconds: number): string =>
  new Date(clock.now().getTime() + seconds * 1000).toISOString();
