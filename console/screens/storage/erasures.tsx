import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { Erasure } from '@keepsake/client/operator';
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

const columns: readonly TableProps.ColumnDefinition<Erasure>[] = [
  { id: 'at', header: 'When', isRowHeader: true, cell: ({ erasedAt }) => <When at={erasedAt} /> },
  {
    id: 'upload',
    header: 'Upload',
    cell: ({ uploadId }) => <Copyable text={uploadId} name="upload" />,
  },
  { id: 'owner', header: 'Owner', cell: ({ ownerId }) => <Copyable text={ownerId} name="owner" /> },
  { id: 'category', header: 'Category', cell: ({ category }) => <Name text={category} /> },
  { id: 'bytes', header: 'Bytes', cell: ({ bytes }) => bytesText(bytes) },
  { id: 'by', header: 'By whom', cell: ({ erasedBy }) => <Name text={erasedBy} /> },
];

/** The erasure ledger: what was erased, when and by whom. */
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
      <Loaded query={erasures} what="erasures">
        {(page) => (
          <SpaceBetween size="m">
            <Table
              variant="borderless"
              items={page.erasures}
              columnDefinitions={columns}
              trackBy="uploadId"
              wrapLines
              ariaLabels={{ tableLabel: 'Erasures' }}
              empty={
                <Empty title="Nothing was erased">
                  An upload that is erased leaves an entry here.
                </Empty>
              }
            />
            <PageTurner next={page.cursor} />
          </SpaceBetween>
        )}
      </Loaded>
    </Container>
  );
};
