import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { StageMetrics } from '@keepsake/client/operator';
import { usePolled } from '../../api/polling.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { dayFigureText, unknownFigureText } from '../../words/health-words.ts';

type Figure = StageMetrics['unknown'][number]['figure'];

const labels: readonly { figure: Figure; label: string }[] = [
  { figure: 'migrated', label: 'Orders migrated' },
  { figure: 'failed', label: 'Orders failed' },
  { figure: 'paidToKeptP50Ms', label: 'Paid to kept, half of them' },
  { figure: 'paidToKeptP95Ms', label: 'Paid to kept, 95 in 100' },
];

/** CloudWatch's period is five minutes, and each figure costs. */
const restMs = 300_000;

/** Orders of the last day: how many were migrated and failed, and how long they took. */
export const DayFigures = () => {
  const metrics = usePolled({
    key: ['metrics'],
    ask: (api, signal) => api.metrics({ hours: 24 }, signal),
    restMs,
  });
  return (
    <Container header={<Header variant="h2">The last 24 hours</Header>}>
      <Loaded query={metrics} what="the figures of the day">
        {(found) => (
          <KeyValuePairs
            columns={4}
            items={labels.map(({ figure, label }) => ({
              label,
              value: <Value metrics={found} figure={figure} />,
            }))}
          />
        )}
      </Loaded>
    </Container>
  );
};

const Value = ({ metrics, figure }: { metrics: StageMetrics; figure: Figure }) => {
  const number = metrics[figure];
  if (number !== undefined) return <>{dayFigureText(figure, number)}</>;
  return <StatusIndicator type="info">{unknownFigureText(metrics, figure)}</StatusIndicator>;
};
