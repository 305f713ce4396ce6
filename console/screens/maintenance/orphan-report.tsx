import SpaceBetween from '@cloudscape-design/components/space-between';
import type { TableProps } from '@cloudscape-design/components/table';
import type { OrphansFound } from '@keepsake/client/operator';
import { Empty } from '../../parts/empty.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Name } from '../../parts/name.tsx';
import { RecordLink } from '../../parts/page-link.tsx';
import { bytesText, countText } from '../../words/figure-text.ts';
import { addCounts } from '../../words/health-words.ts';
import { FoundTable } from './found-table.tsx';

type Orphan = OrphansFound['orphans'][number];
type Missing = OrphansFound['missing'][number];

const orphanColumns: readonly TableProps.ColumnDefinition<Orphan>[] = [
  { id: 'key', header: 'Key', isRowHeader: true, cell: ({ key }) => <Name text={key} /> },
  { id: 'bytes', header: 'Bytes', cell: ({ sizeBytes }) => bytesText(sizeBytes) },
  { id: 'why', header: 'Why', cell: ({ why }) => <Name text={why} /> },
  { id: 'fate', header: 'Fate', cell: ({ fate }) => fate },
];

const missingColumns: readonly TableProps.ColumnDefinition<Missing>[] = [
  {
    id: 'upload',
    header: 'Upload',
    isRowHeader: true,
    cell: ({ uploadId }) => <RecordLink list="uploads" id={uploadId} />,
  },
  { id: 'owner', header: 'Owner', cell: ({ ownerId }) => <Name text={ownerId} /> },
  { id: 'key', header: 'Key', cell: ({ key }) => <Name text={key} /> },
];

const none = <Empty title="None">Nothing is out of place here.</Empty>;

/** Findings of a scan of permanent storage. */
export const OrphanReport = ({ found }: { found: readonly OrphansFound[] }) => {
  const { versions, young, removable, removed, kept, entries, missing } = addCounts(found);
  return (
    <SpaceBetween size="m">
      <Facts
        columns={4}
        facts={{
          'Versions and entries': `${countText(versions)} and ${countText(entries)}`,
          'Too young to judge': countText(young),
          'Nothing refers to': `${countText(removable)}, ${countText(removed)} of them removed`,
          'Of unknown origin, kept': countText(kept),
          'Entries without bytes': countText(missing),
        }}
      />
      <FoundTable
        title="Versions that nothing refers to"
        rows={found.flatMap(({ orphans }) => orphans)}
        columns={orphanColumns}
        empty={none}
      />
      <FoundTable
        title="Entries without bytes"
        rows={found.flatMap((answer) => answer.missing)}
        columns={missingColumns}
        empty={none}
      />
    </SpaceBetween>
  );
};
