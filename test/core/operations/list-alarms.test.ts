import { describe, expect, it } from '@jest/globals';
import { listAlarms } from '../../../core/operations/list-alarms.ts';
import type { Alarm } from '../../../core/operations/model/alarm.ts';
import { MemoryAlarms } from '../../fakes/operations/memory-alarms.ts';

const alarm = (name: string, state: Alarm['state']): Alarm => ({
  name,
  state,
  means: 'Several orders could not be kept.',
  runbook: `docs/runbook.md#${name}`,
});

const home = new MemoryAlarms(
  alarm('orders-failing', 'quiet'),
  alarm('payments-held', 'ringing'),
  alarm('migrations-slow', 'unsure'),
);
const edge = new MemoryAlarms(alarm('delivery-errors', 'ringing'));
const broken = new MemoryAlarms();
broken.fault = new Error('AccessDenied');

const listing = async (regions: Record<string, MemoryAlarms>) => {
  const failures: [string, unknown][] = [];
  const watched = Object.entries(regions).map(([region, alarms]) => ({ region, alarms }));
  const view = await listAlarms({ watched }, (...failure) => failures.push(failure));
  return { view, failures };
};

describe('alarms of a stage', () => {
  it('are those of every region, ringing ones first', async () => {
    const { view } = await listing({ 'eu-central-1': home, 'us-east-1': edge });
    expect(view.alarms.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'delivery-errors ringing',
      'payments-held ringing',
      'migrations-slow unsure',
      'orders-failing quiet',
    ]);
    expect(view.unknown).toEqual([]);
  });

  it('name a region that does not answer, and show the others', async () => {
    const { view, failures } = await listing({ 'eu-central-1': broken, 'us-east-1': edge });
    expect(view.alarms.map(({ name }) => name)).toEqual(['delivery-errors']);
    expect(view.unknown).toEqual(['eu-central-1']);
    expect(failures).toEqual([['eu-central-1', broken.fault]]);
  });
});
