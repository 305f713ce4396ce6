import type { Clock } from '../../core/shared/ports.ts';

/** The machine's time. */
export class SystemClock implements Clock {
  now(): Date {
    return new Date();
  }
}
