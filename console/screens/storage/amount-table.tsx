import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import type { Stats } from '@keepsake/client/operator';
import { Empty } from '../../parts/empty.tsx';
import { Name } from '../../parts/name.tsx';
import { bytesText, countText } from '../../words/figure-text.ts';

type AmountTableProps = { title: string; label: string; amounts: Stats['byCategory'] };

/** Files and bytes by one property, most bytes first. */
export const AmountTable = ({ title, label, amounts }: AmountTableProps) => {
  const rows = Object.entries(amounts)
    .map(([name, amount]) => ({ name, ...amount }))
    .sort((one, other) => other.bytes - one.bytes);
  return (
    <Container header={<Header variant="h2">{title}</Header>}>
      <Table
        variant="embedded"
        items={rows}
        trackBy="name"
        ariaLabels={{ tableLabel: title }}
        columnDefinitions={[
          {
            id: 'name',
            header: label,
            isRowHeader: true,
            cell: ({ name }) => <Name text={name} />,
          },
          { id: 'files', header: 'Files', cell: ({ files }) => countText(files) },
          { id: 'bytes', header: 'Bytes', cell: ({ bytes }) => bytesText(bytes) },
        ]}
        empty={<Empty title="Nothing yet">Figures appear with the first upload.</Empty>}
      />
    </Container>
  );
};
