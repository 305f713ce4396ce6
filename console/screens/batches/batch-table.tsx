import ProgressBar from '@cloudscape-design/components/progress-bar';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { Batch } from '@keepsake/client/operator';
import { Empty } from '../../parts/empty.tsx';
import { Name } from '../../parts/name.tsx';
import { RecordLink } from '../../parts/page-link.tsx';
import { Status } from '../../parts/status.tsx';
import { When } from '../../parts/when.tsx';
import { amountText, batchState } from '../../words/batch-words.ts';

const State = ({ batch: { status, dryRun } }: { batch: Batch }) => {
  const { text, type } = batchState(status);
  return <Status type={type}>{dryRun ? `dry run, ${text}` : text}</Status>;
};

const columns: readonly TableProps.ColumnDefinition<Batch>[] = [
  {
    id: 'batch',
    header: 'Batch',
    isRowHeader: true,
    cell: ({ batchId }) => <RecordLink list="batches" id={batchId} />,
  },
  { id: 'state', header: 'State', cell: (batch) => <State batch={batch} /> },
  {
    id: 'progress',
    header: 'Progress',
    cell: ({ percent, batchId }) => (
      <ProgressBar value={percent} ariaLabel={`Progress of ${batchId}`} />
    ),
  },
  { id: 'total', header: 'Listed', cell: ({ total }) => amountText(total) },
  { id: 'source', header: 'Source', cell: ({ source }) => <Name text={source} /> },
  { id: 'target', header: 'Target', cell: ({ target }) => <Name text={target} /> },
  { id: 'changed', header: 'Last changed', cell: ({ updatedAt }) => <When at={updatedAt} /> },
];

/** One page of batches. */
export const BatchTable = ({ batches }: { batches: readonly Batch[] }) => (
  <Table
    variant="borderless"
    wrapLines
    items={batches}
    columnDefinitions={columns}
    trackBy="batchId"
    ariaLabels={{ tableLabel: 'Batches' }}
    empty={
      <Empty title="No batch is here">
        Choose another state, or create one above for files in a bucket. The command line moves
        files from disks, web servers and databases.
      </Empty>
    }
  />
);
