import type { StageAlarms, StageMetrics } from '../../../client/operator/operator.ts';
import type { Command } from '../../command.ts';
import { exitCodes } from '../../exit-codes.ts';
import { numberOf } from '../../option-values.ts';
import { apiOptions, openApi } from '../operator-api.ts';

const figureNames = ['migrated', 'failed', 'paidToKeptP50Ms', 'paidToKeptP95Ms'] as const;

const reasons = { no_data: 'unknown: no data', no_answer: 'unknown: CloudWatch did not answer' };

const figureLines = (metrics: StageMetrics): string[] =>
  figureNames.map((name) => {
    const why = metrics.unknown.find(({ figure }) => figure === name)?.why;
    return `${name.padEnd(22)} ${why === undefined ? metrics[name] : reasons[why]}`;
  });

const alarmLines = ({ name, since, means, runbook }: StageAlarms['alarms'][number]): string[] => [
  `${name}  ringing since ${since ?? 'an unknown time'}`,
  `  ${means} What to do: ${runbook}`,
];

/** `keepsake health`. */
export const command: Command = {
  summary: 'orders migrated and failed, times from payment to permanent storage, ringing alarms',
  operands: '',
  examples: ['keepsake health --stage prod'],
  options: {
    ...apiOptions,
    hours: { type: 'string', value: 'hours', help: 'the last hours, 1 to 168 (24)' },
  },
  run: async ({ settings, values, output }) => {
    const api = await openApi(settings, values);
    const hours = numberOf(values, 'hours', 1) ?? 24;
    const [metrics, { alarms, unknown }] = await Promise.all([
      api.metrics({ hours }),
      api.alarms(),
    ]);
    await output.result(figureLines(metrics), { kind: 'metrics', ...metrics });
    const ringing = alarms.filter(({ state }) => state === 'ringing');
    for (const alarm of ringing)
      await output.result(alarmLines(alarm), { kind: 'alarm', ...alarm });
    for (const region of unknown) output.say(`The alarms of ${region} could not be read.`);
    output.say(`${ringing.length} of ${alarms.length} alarms ring.`);
    return ringing.length + unknown.length > 0 ? exitCodes.withErrors : exitCodes.done;
  },
};
