import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { Batch, BatchFailures as Failures } from '@keepsake/client/operator';
import { usePolled } from '../../api/polling.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { Name } from '../../parts/name.tsx';
import { countText } from '../../words/figure-text.ts';

type Failure = Failures['failures'][number];

const columns: readonly TableProps.ColumnDefinition<Failure>[] = [
  { id: 'code', header: 'Code', isRowHeader: true, cell: ({ code }) => <Name text={code} /> },
  { id: 'files', header: 'Files', cell: ({ files }) => countText(files) },
  { id: 'path', header: 'One of them', cell: ({ example }) => <Name text={example.path} /> },
  { id: 'why', header: 'Why', cell: ({ example }) => <Name text={example.message} /> },
];

/** Each answer reads up to 10,000 records. */
const restMs = 60_000;

/** Failed files by the code of their failure, most frequent first; nothing if none failed. */
export const BatchFailures = ({ batch }: { batch: Batch }) =>
  (batch.counts.failed?.files ?? 0) > 0 ? <ByCode batch={batch} /> : null;

const ByCode = ({ batch: { batchId } }: { batch: Batch }) => {
  const failures = usePolled({
    key: ['batch-failures', batchId],
    ask: (api, signal) => api.batches.failures(batchId, signal),
    restMs,
  });
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={failures.data?.more && 'The first 10,000 failed files are counted.'}
        >
          Failures by code
        </Header>
      }
    >
      <Loaded query={failures} what="failures">
        {(found) => (
          <Table
            variant="embedded"
            items={found.failures}
            columnDefinitions={columns}
            trackBy="code"
            wrapLines
            ariaLabels={{ tableLabel: 'Failures by code' }}
          />
        )}
      </Loaded>
    </Container>
  );
};
