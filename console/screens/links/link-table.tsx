import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { Link } from '@keepsake/client/operator';
import { ActionButton } from '../../parts/action-button.tsx';
import { Copyable } from '../../parts/copyable.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Name } from '../../parts/name.tsx';
import { When } from '../../parts/when.tsx';

const types = { live: 'success', revoked: 'stopped', expired: 'stopped' } as const;

type LinkTableProps = { links: readonly Link[]; onRevoke: (link: Link) => void };

const columnsOf = (
  onRevoke: LinkTableProps['onRevoke'],
): readonly TableProps.ColumnDefinition<Link>[] => [
  {
    id: 'link',
    header: 'Link',
    isRowHeader: true,
    cell: ({ linkId }) => <Copyable text={linkId} name="link id" />,
  },
  {
    id: 'state',
    header: 'State',
    cell: ({ state }) => <StatusIndicator type={types[state]}>{state}</StatusIndicator>,
  },
  { id: 'file', header: 'File', cell: ({ role }) => <Name text={role ?? 'all files'} /> },
  { id: 'made', header: 'Made', cell: ({ createdAt }) => <When at={createdAt} /> },
  { id: 'ends', header: 'Ends', cell: ({ expiresAt }) => <When at={expiresAt} /> },
  { id: 'used', header: 'Last used', cell: ({ lastUsedOn }) => lastUsedOn ?? 'never' },
  {
    id: 'revoke',
    header: 'Revoke',
    cell: (link) => (
      <ActionButton
        variant="inline-link"
        notNow={link.state === 'live' ? undefined : 'The link has ended.'}
        onClick={() => onRevoke(link)}
      >
        Revoke
      </ActionButton>
    ),
  },
];

/** The links of an order, newest first. Their tokens are on the printed cards alone. */
export const LinkTable = ({ links, onRevoke }: LinkTableProps) => (
  <Table
    variant="borderless"
    items={links}
    columnDefinitions={columnsOf(onRevoke)}
    trackBy="linkId"
    ariaLabels={{ tableLabel: 'Links' }}
    empty={<Empty title="No link leads to this order">Make one above.</Empty>}
  />
);
