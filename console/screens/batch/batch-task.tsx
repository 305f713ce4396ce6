import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { Batch } from '@keepsake/client/operator';
import { Facts } from '../../parts/facts.tsx';
import { Name } from '../../parts/name.tsx';
import { When } from '../../parts/when.tsx';

const titles = { verify: 'Verification', rollback: 'Rollback' } as const;

/** The last verification or rollback: its figures and what it found. */
export const BatchTask = ({ batch: { lastTask } }: { batch: Batch }) => {
  if (!lastTask) return null;
  const { task, startedAt, finishedAt, result = {}, problems = [] } = lastTask;
  const figures = Object.entries(result).map(([name, value]) => [name, String(value)]);
  return (
    <Container header={<Header variant="h2">{titles[task]}</Header>}>
      <SpaceBetween size="m">
        <Facts
          facts={{
            State: <TaskState task={lastTask} />,
            Started: <When at={startedAt} />,
            Ended: finishedAt === undefined ? undefined : <When at={finishedAt} />,
            ...Object.fromEntries(figures),
          }}
        />
        {problems.map((problem) => (
          <Box key={problem} variant="p">
            <Name text={problem} />
          </Box>
        ))}
      </SpaceBetween>
    </Container>
  );
};

type Task = NonNullable<Batch['lastTask']>;

const TaskState = ({ task: { finishedAt, problems = [] } }: { task: Task }) => {
  if (finishedAt === undefined) return <StatusIndicator type="loading">runs</StatusIndicator>;
  return problems.length > 0 ? (
    <StatusIndicator type="warning">ended, with problems</StatusIndicator>
  ) : (
    <StatusIndicator type="success">ended</StatusIndicator>
  );
};
