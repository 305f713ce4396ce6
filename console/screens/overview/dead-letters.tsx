import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { DeadLetters as Queues } from '@keepsake/client/operator';
import { usePolled } from '../../api/polling.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { PageLink } from '../../parts/page-link.tsx';
import { countText } from '../../words/figure-text.ts';

/** Messages that failed for good, in all queues together. */
export const DeadLetters = () => {
  const queues = usePolled({
    key: ['dead-letters'],
    ask: (api, signal) => api.deadLetters.list(signal),
  });
  return (
    <Container header={<Header variant="h2">Dead letters</Header>}>
      <Loaded query={queues} what="dead letters">
        {(found) => <Count queues={found} />}
      </Loaded>
    </Container>
  );
};

const Count = ({ queues }: { queues: Queues }) => {
  const messages = sumOf(queues);
  if (messages === 0) return <StatusIndicator type="success">none</StatusIndicator>;
  return (
    <StatusIndicator type="error">
      <PageLink href="/dead-letters">{`about ${countText(messages)}`}</PageLink>
    </StatusIndicator>
  );
};

const sumOf = ({ queues }: Queues): number =>
  queues.reduce((sum, { messages }) => sum + messages, 0);
