import { describe, expect, it } from '@jest/globals';
import type { StageAlarms, StageMetrics } from '@keepsake/client/operator';
import {
  dayFigureText,
  isWebAddress,
  outcomeText,
  quietText,
  repairable,
  unknownFigureText,
} from '../../../console/words/health-words.ts';

describe('a figure of the day', () => {
  it.each([
    ['migrated', 1_204, '1,204'],
    ['failed', 0, '0'],
    ['paidToKeptP50Ms', 850.4, '850 ms'],
    ['paidToKeptP50Ms', 4_120, '4.1 s'],
    ['paidToKeptP95Ms', 59_999, '1 min'],
    ['paidToKeptP95Ms', 720_000, '12 min'],
  ] as const)('%s of %d is %s', (figure, number, text) => {
    expect(dayFigureText(figure, number)).toBe(text);
  });

  const metrics = (changes: Partial<StageMetrics>): StageMetrics => ({
    from: '2030-01-01T00:00:00Z',
    to: '2030-01-02T00:00:00Z',
    unknown: [{ figure: 'paidToKeptP50Ms', why: 'no_data' }],
    ...changes,
  });

  it('that is unknown says why', () => {
    const silent = metrics({ unknown: [{ figure: 'failed', why: 'no_answer' }] });
    expect(unknownFigureText(silent, 'failed')).toBe('CloudWatch is silent');
    expect(unknownFigureText(metrics({}), 'paidToKeptP50Ms')).toBe('nothing measured');
  });

  it('that is a time is none where no order was migrated', () => {
    expect(unknownFigureText(metrics({ migrated: 0 }), 'paidToKeptP50Ms')).toBe(
      'no order was migrated',
    );
  });
});

describe('alarms of which none rings', () => {
  const alarm = (state: StageAlarms['alarms'][number]['state']) => ({
    name: 'a',
    state,
    means: 'A.',
    runbook: 'docs/runbook.md#a',
  });

  it.each([
    [[], 'This stage has no alarms.'],
    [[alarm('quiet')], 'None of 1 rings.'],
    [[alarm('quiet'), alarm('unsure')], 'None of 2 rings. 1 cannot tell yet.'],
  ])('are told: %j', (alarms, text) => {
    expect(quietText(alarms)).toBe(text);
  });

  it('are linked only where a browser can go', () => {
    const addresses = ['https://a.example/#b', 'docs/runbook.md#a', 'javascript:alert(1)'];
    expect(addresses.map(isWebAddress)).toEqual([true, false, false]);
  });
});

describe('a repair', () => {
  it('is counted where something would change', () => {
    const outcomes = ['announced', 'recovered', 'started', 'swept', 'overdue'] as const;
    const idle = ['waiting', 'running', 'settled', 'failed'] as const;
    const orders = [...outcomes, ...idle].map((outcome) => ({ orderId: 'ord_1', outcome }));
    expect(repairable(orders)).toBe(5);
  });

  it('is foreseen in other words than it is told', () => {
    expect(outcomeText('started', true)).toBe('migration would be started');
    expect(outcomeText('started', false)).toBe('migration started');
  });
});
