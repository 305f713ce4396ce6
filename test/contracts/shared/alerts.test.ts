import { MemoryAlerts } from '../../fakes/shared/memory-alerts.ts';
import { describeAlerts } from './describe-alerts.ts';

describeAlerts('MemoryAlerts', async () => {
  const alerts = new MemoryAlerts();
  return { alerts, received: async () => alerts.raised.shift() };
});
