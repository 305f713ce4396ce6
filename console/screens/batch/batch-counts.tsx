import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { Batch, BatchFile } from '@keepsake/client/operator';
import { Empty } from '../../parts/empty.tsx';
import { PageLink } from '../../parts/page-link.tsx';
import { amountText, batchFileState, batchFileStatuses } from '../../words/batch-words.ts';

/** Files by state. A state leads to its files. */
export const BatchCounts = ({ batch }: { batch: Batch }) => (
  <Container header={<Header variant="h2">Files by state</Header>}>
    <Table
      variant="embedded"
      items={rowsOf(batch)}
      trackBy="status"
      ariaLabels={{ tableLabel: 'Files by state' }}
      columnDefinitions={[
        {
          id: 'state',
          header: 'State',
          isRowHeader: true,
          cell: ({ status }) => {
            const { text, type } = batchFileState(status);
            return <StatusIndicator type={type}>{text}</StatusIndicator>;
          },
        },
        { id: 'amount', header: 'Amount', cell: ({ amount }) => amountText(amount) },
        {
          id: 'show',
          header: 'Show',
          cell: ({ status }) => (
            <PageLink href={`/batches/${encodeURIComponent(batch.batchId)}?state=${status}`}>
              {`${batchFileState(status).text} files`}
            </PageLink>
          ),
        },
      ]}
      empty={<Empty title="No file is listed yet">Start the batch; it lists its source.</Empty>}
    />
  </Container>
);

type Row = { status: BatchFile['status']; amount: { files: number; bytes: number } };

const rowsOf = ({ counts }: Batch): Row[] =>
  batchFileStatuses.flatMap((status) => {
    const amount = counts[status];
    return amount && amount.files > 0 ? [{ status, amount }] : [];
  });
