import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { DeadLetters } from '@keepsake/client/operator';
import { usePolled } from '../../api/polling.ts';
import { Empty } from '../../parts/empty.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Page } from '../../parts/page.tsx';
import { RecordLink } from '../../parts/page-link.tsx';
import { countText } from '../../words/figure-text.ts';

type Queue = DeadLetters['queues'][number];

const columns: readonly TableProps.ColumnDefinition<Queue>[] = [
  {
    id: 'queue',
    header: 'Queue',
    isRowHeader: true,
    cell: ({ queue }) => <RecordLink list="dead-letters" id={queue} />,
  },
  {
    id: 'messages',
    header: 'Messages, about',
    cell: ({ messages }) => (
      <StatusIndicator type={messages === 0 ? 'success' : 'error'}>
        {messages === 0 ? 'none' : countText(messages)}
      </StatusIndicator>
    ),
  },
];

/** `/dead-letters`: the queues of messages that failed for good. */
export const Screen = () => {
  const queues = usePolled({
    key: ['dead-letters'],
    ask: (api, signal) => api.deadLetters.list(signal),
  });
  return (
    <Page
      title="Dead letters"
      description="Messages that were tried several times and failed."
      command={['dlq', 'list']}
    >
      <Loaded query={queues} what="queues">
        {(found) => (
          <Table
            variant="borderless"
            items={found.queues}
            columnDefinitions={columns}
            trackBy="queue"
            ariaLabels={{ tableLabel: 'Dead-letter queues' }}
            empty={<Empty title="No queue">This stage has no dead-letter queues.</Empty>}
          />
        )}
      </Loaded>
    </Page>
  );
};
