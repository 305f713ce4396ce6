import type { Alarm } from '../../../core/operations/model/alarm.ts';
import type { Alarms } from '../../../core/operations/ports.ts';

/** Alarms as they are given. */
export class MemoryAlarms implements Alarms {
  readonly #alarms: readonly Alarm[];
  /** Thrown by every list. */
  fault: Error | undefined;

  constructor(...alarms: Alarm[]) {
    this.#alarms = alarms;
  }

  async list(): Promise<Alarm[]> {
    if (this.fault) throw this.fault;
    return [...this.#alarms];
  }
}
