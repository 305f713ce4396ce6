import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { Erasure, RecordErasure } from '@keepsake/client/operator';
import { usePolled } from '../../api/polling.ts';
import { CommandLine } from '../../parts/command-line.tsx';
import { Copyable } from '../../parts/copyable.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Name } from '../../parts/name.tsx';
import { PageTurner } from '../../parts/page-turner.tsx';
import { useUrlFilter } from '../../parts/url-filter.ts';
import { When } from '../../parts/when.tsx';
import { bytesText } from '../../words/figure-text.ts';

const pageSize = 25;

type Entry = Erasure | RecordErasure;

const isUpload = (entry: Entry): entry is Erasure => 'uploadId' in entry;

const idOf = (entry: Entry): string => (isUpload(entry) ? entry.uploadId : entry.recordId);

const kindOf = (entry: Entry): string => (isUpload(entry) ? entry.category : entry.kind);

const columns: readonly TableProps.ColumnDefinition<Entry>[] = [
  { id: 'at', header: 'When', isRowHeader: true, cell: ({ erasedAt }) => <When at={erasedAt} /> },
  {
    id: 'erased',
    header: 'Erased',
    cell: (entry) => <Copyable text={idOf(entry)} name="id" />,
  },
  { id: 'owner', header: 'Owner', cell: ({ ownerId }) => <Copyable text={ownerId} name="owner" /> },
  { id: 'kind', header: 'Category or kind', cell: (entry) => <Name text={kindOf(entry)} /> },
  {
    id: 'bytes',
    header: 'Bytes',
    cell: (entry) => (isUpload(entry) ? bytesText(entry.bytes) : undefined),
  },
  { id: 'by', header: 'By whom', cell: ({ erasedBy }) => <Name text={erasedBy} /> },
];

/** The erasure ledger: each erased record with time and requester. */
export const Erasures = () => {
  const cursor = useUrlFilter().get('cursor');
  const query = { limit: pageSize, ...(cursor !== undefined && { cursor }) };
  const erasures = usePolled({
    key: ['erasures', query],
    ask: (api, signal) => api.erasures(query, signal),
  });
  return (
    <Container
      header={
        <Header variant="h2" description="Newest first. Entries are kept for good.">
          Erasures
        </Header>
      }
      footer={<CommandLine words={['uploads', 'erased']} />}
    >
      <SpaceBetween size="m">
        <Loaded query={erasures} what="erasures">
          {(page) => (
            <Table
              variant="borderless"
              items={page.erasures}
              columnDefinitions={columns}
              trackBy={idOf}
              wrapLines
              ariaLabels={{ tableLabel: 'Erasures' }}
              empty={<Empty title="Nothing was erased">What is erased leaves an entry here.</Empty>}
            />
          )}
        </Loaded>
        <PageTurner query={erasures} />
      </SpaceBetween>
    </Container>
  );
};
