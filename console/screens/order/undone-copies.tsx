import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import type { OrderTimeline } from '@keepsake/client/operator';
import { Copyable } from '../../parts/copyable.tsx';
import { Name } from '../../parts/name.tsx';
import { When } from '../../parts/when.tsx';

/** The copies that were removed again. */
export const UndoneCopies = ({ order: { undone = [] } }: { order: OrderTimeline }) => {
  if (undone.length === 0) return null;
  return (
    <Container header={<Header variant="h2">What was undone</Header>}>
      <Table
        variant="embedded"
        wrapLines
        items={undone}
        ariaLabels={{ tableLabel: 'What was undone' }}
        columnDefinitions={[
          {
            id: 'role',
            header: 'File',
            isRowHeader: true,
            cell: ({ role }) => <Name text={role} />,
          },
          {
            id: 'key',
            header: 'Permanent key',
            cell: ({ permanentKey }) => <Copyable text={permanentKey} name="permanent key" />,
          },
          {
            id: 'version',
            header: 'Version',
            cell: ({ versionId }) => <Name text={versionId ?? '–'} />,
          },
          { id: 'at', header: 'Removed', cell: ({ at }) => <When at={at} /> },
        ]}
      />
    </Container>
  );
};
