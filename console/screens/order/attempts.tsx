import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import type { OrderTimeline } from '@keepsake/client/operator';
import { Copyable } from '../../parts/copyable.tsx';
import { Name } from '../../parts/name.tsx';
import { When } from '../../parts/when.tsx';
import { causeCode, eventText } from '../../words/order-words.ts';

/** Each attempt with its executions: their names are what Step Functions lists. */
export const Attempts = ({ order: { attempts = [] } }: { order: OrderTimeline }) => {
  if (attempts.length === 0) return null;
  return (
    <Container header={<Header variant="h2">Attempts</Header>}>
      <Table
        variant="embedded"
        wrapLines
        items={attempts}
        ariaLabels={{ tableLabel: 'Attempts' }}
        columnDefinitions={[
          { id: 'attempt', header: 'Attempt', isRowHeader: true, cell: ({ attempt }) => attempt },
          {
            id: 'outcome',
            header: 'Outcome',
            cell: ({ outcome }) => (outcome ? eventText(outcome) : 'not ended'),
          },
          {
            id: 'cause',
            header: 'Cause',
            cell: ({ cause }) => <Name text={cause ? causeCode(cause) : '–'} />,
          },
          { id: 'started', header: 'Started', cell: ({ startedAt }) => <When at={startedAt} /> },
          { id: 'ended', header: 'Ended', cell: ({ endedAt }) => <When at={endedAt} /> },
          {
            id: 'runs',
            header: 'Executions',
            cell: ({ runs }) => (
              <SpaceBetween size="xxs">
                {runs.map((run) => (
                  <Copyable key={run} text={run} name="execution" />
                ))}
              </SpaceBetween>
            ),
          },
        ]}
      />
    </Container>
  );
};
