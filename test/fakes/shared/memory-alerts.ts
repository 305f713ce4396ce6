import type { Alert, Alerts } from '../../../core/shared/ports.ts';

/** Keeps what was raised. */
export class MemoryAlerts implements Alerts {
  readonly raised: Alert[] = [];

  async raise(alert: Alert): Promise<void> {
    this.raised.push({ ...alert });
  }
}
