import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { ParkedMessages } from '@keepsake/client/operator';
import { Copyable } from '../../parts/copyable.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Name } from '../../parts/name.tsx';
import { When } from '../../parts/when.tsx';

type Message = ParkedMessages['messages'][number];

const columns: readonly TableProps.ColumnDefinition<Message>[] = [
  {
    id: 'message',
    header: 'Message',
    isRowHeader: true,
    cell: ({ messageId }) => <Copyable text={messageId} name="message id" />,
  },
  { id: 'sent', header: 'Sent', cell: ({ sentAt }) => <When at={sentAt} /> },
  {
    id: 'error',
    header: 'Error',
    cell: ({ errorCode, errorMessage }) => (
      <Name text={[errorCode, errorMessage].filter(Boolean).join(': ') || '–'} />
    ),
  },
  {
    id: 'body',
    header: 'Body',
    cell: ({ body }) => (
      <code>
        <Name text={body} />
      </code>
    ),
  },
];

type MessageTableProps = {
  found: ParkedMessages;
  selected: readonly string[];
  onSelect: (messageIds: readonly string[]) => void;
};

/** Messages of a queue. Reading them leaves them there. */
export const MessageTable = ({ found, selected, onSelect }: MessageTableProps) => (
  <Table
    variant="borderless"
    items={found.messages}
    columnDefinitions={columns}
    trackBy="messageId"
    wrapLines
    selectionType="multi"
    selectedItems={found.messages.filter(({ messageId }) => selected.includes(messageId))}
    onSelectionChange={({ detail }) =>
      onSelect(detail.selectedItems.map(({ messageId }) => messageId))
    }
    ariaLabels={{
      tableLabel: 'Messages',
      selectionGroupLabel: 'Messages to drop',
      allItemsSelectionLabel: () => 'Select all messages of this page',
      itemSelectionLabel: (_selection, { messageId }) => `Select message ${messageId}`,
    }}
    footer={found.more && 'There are more messages than these.'}
    empty={<Empty title="No message is here">Nothing has failed for good.</Empty>}
  />
);
