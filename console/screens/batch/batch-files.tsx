import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { Batch, BatchFile, BatchFileQuery } from '@keepsake/client/operator';
import { usePolled } from '../../api/polling.ts';
import { ChoiceFilter } from '../../parts/choice-filter.tsx';
import { Empty } from '../../parts/empty.tsx';
import { LoadedPage } from '../../parts/loaded-page.tsx';
import { Name } from '../../parts/name.tsx';
import { RecordLink } from '../../parts/page-link.tsx';
import { Status } from '../../parts/status.tsx';
import { useUrlFilter } from '../../parts/url-filter.ts';
import { batchFileState, batchFileStatuses, isBatchRunning } from '../../words/batch-words.ts';
import { bytesText } from '../../words/figure-text.ts';

const pageSize = 50;
const choices = batchFileStatuses.map((value) => ({ value, label: batchFileState(value).text }));

const columns: readonly TableProps.ColumnDefinition<BatchFile>[] = [
  { id: 'path', header: 'Path', isRowHeader: true, cell: ({ path }) => <Name text={path} /> },
  {
    id: 'state',
    header: 'State',
    cell: ({ status }) => {
      const { text, type } = batchFileState(status);
      return <Status type={type}>{text}</Status>;
    },
  },
  {
    id: 'size',
    header: 'Size',
    cell: ({ sizeBytes }) => (sizeBytes === undefined ? '–' : bytesText(sizeBytes)),
  },
  {
    id: 'why',
    header: 'Why',
    cell: ({ failure, reason }) => (
      <Name text={failure ? `${failure.code}: ${failure.message}` : (reason ?? '–')} />
    ),
  },
  {
    id: 'upload',
    header: 'Upload',
    cell: ({ uploadId }) =>
      uploadId === undefined ? '–' : <RecordLink list="uploads" id={uploadId} />,
  },
];

/** A batch's files with their failures, page by page. */
export const BatchFiles = ({ batch }: { batch: Batch }) => {
  const { batchId } = batch;
  const query = queryOf(useUrlFilter().get);
  const files = usePolled({
    key: ['batch-files', batchId, query],
    ask: (api, signal) => api.batches.files(batchId, query, signal),
    isRunning: () => isBatchRunning(batch),
  });
  return (
    <Container header={<Header variant="h2">Files</Header>}>
      <SpaceBetween size="m">
        <ChoiceFilter name="state" label="State" choices={choices} />
        <LoadedPage query={files} what="files">
          {(page) => (
            <Table
              variant="embedded"
              items={page.files}
              columnDefinitions={columns}
              trackBy="recordId"
              wrapLines
              ariaLabels={{ tableLabel: 'Files of the batch' }}
              empty={<Empty title="No file is here">Choose another state above.</Empty>}
            />
          )}
        </LoadedPage>
      </SpaceBetween>
    </Container>
  );
};

const queryOf = (get: (name: string) => string | undefined): BatchFileQuery => ({
  limit: pageSize,
  status: batchFileStatuses.find((known) => known === get('state')),
  cursor: get('cursor'),
});
