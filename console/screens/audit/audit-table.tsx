import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { AuditEntry } from '@keepsake/client/operator';
import { Copyable } from '../../parts/copyable.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Name } from '../../parts/name.tsx';
import { Status } from '../../parts/status.tsx';
import { When } from '../../parts/when.tsx';
import { problemName } from '../../words/problem-text.ts';

const types = {
  pending: 'in-progress',
  done: 'success',
  refused: 'warning',
  failed: 'error',
} as const;

const columns: readonly TableProps.ColumnDefinition<AuditEntry>[] = [
  { id: 'at', header: 'When', isRowHeader: true, cell: ({ at }) => <When at={at} /> },
  { id: 'actor', header: 'Who', cell: ({ actor }) => <Copyable text={actor} name="operator" /> },
  { id: 'action', header: 'Did what', cell: ({ action }) => <Name text={action} /> },
  {
    id: 'subject',
    header: 'To what',
    cell: ({ subject }) =>
      subject === undefined ? '–' : <Copyable text={subject} name="subject" />,
  },
  {
    id: 'outcome',
    header: 'Outcome',
    cell: ({ outcome, problem }) => (
      <Status type={types[outcome]}>
        <Name text={problem === undefined ? outcome : `${outcome}: ${problemName(problem)}`} />
      </Status>
    ),
  },
];

/** One page of the audit. */
export const AuditTable = ({ entries }: { entries: readonly AuditEntry[] }) => (
  <Table
    variant="borderless"
    items={entries}
    columnDefinitions={columns}
    trackBy="entryId"
    wrapLines
    ariaLabels={{ tableLabel: 'Audit' }}
    empty={<Empty title="No act is here">Acts appear as soon as operators change something.</Empty>}
  />
);
