import Header from '@cloudscape-design/components/header';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { countText } from '../../words/figure-text.ts';

/** Thousands of rows would make the page slow; the command line prints every one. */
const mostRows = 200;

type FoundTableProps<Row> = {
  title: string;
  rows: readonly Row[];
  columns: readonly TableProps.ColumnDefinition<Row>[];
  empty: ReactNode;
};

/** Findings of a task, the first of them if there are many; the count is of all. */
export const FoundTable = <Row,>({ title, rows, columns, empty }: FoundTableProps<Row>) => (
  <Table
    variant="borderless"
    items={rows.slice(0, mostRows)}
    columnDefinitions={columns}
    wrapLines
    ariaLabels={{ tableLabel: title }}
    header={
      <Header
        variant="h3"
        counter={`(${countText(rows.length)})`}
        description={rows.length > mostRows && `The first ${mostRows} are shown.`}
      >
        {title}
      </Header>
    }
    empty={empty}
  />
);
