import { describe, expect, it } from '@jest/globals';
import type { Alert, Alerts } from '../../../core/shared/ports.ts';

type Subject = {
  alerts: Alerts /** The next alert a subscriber sees. */;
  received(): Promise<unknown>;
};

/** Contract tests of every way of alerting. */
export function describeAlerts(name: string, makeSubject: () => Promise<Subject>): void {
  describe(`${name} as Alerts`, () => {
    it('tells the operators what happened to which order', async () => {
      const { alerts, received } = await makeSubject();
      const alert: Alert = {
        kind: 'corruption',
        orderId: 'ord_1',
        message: 'The copy of photo differs.\nNothing was committed.',
      };
      await alerts.raise(alert);
      expect(await received()).toEqual(alert);
    });
  });
}
