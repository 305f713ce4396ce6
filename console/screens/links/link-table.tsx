import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { Link } from '@keepsake/client/operator';
import { ActionButton } from '../../parts/action-button.tsx';
import { Copyable } from '../../parts/copyable.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Name } from '../../parts/name.tsx';
import { Status } from '../../parts/status.tsx';
import { When } from '../../parts/when.tsx';

const types = { live: 'success', revoked: 'stopped', expired: 'stopped' } as const;

/** What is done with one link. */
export type LinkChange = 'retarget' | 'revoke';

type LinkTableProps = {
  links: readonly Link[];
  onChange: (change: LinkChange, link: Link) => void;
};

const changes: readonly { change: LinkChange; text: string }[] = [
  { change: 'retarget', text: 'Point elsewhere' },
  { change: 'revoke', text: 'Revoke' },
];

/** The links of an order, newest first. Their tokens are on the printed cards alone. */
export const LinkTable = ({ links, onChange }: LinkTableProps) => (
  <Table
    variant="borderless"
    wrapLines
    items={links}
    columnDefinitions={columnsOf(onChange)}
    trackBy="linkId"
    ariaLabels={{ tableLabel: 'Links' }}
    empty={<Empty title="No link leads to this order">Make one above.</Empty>}
  />
);

const columnsOf = (
  onChange: LinkTableProps['onChange'],
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
    cell: ({ state }) => <Status type={types[state]}>{state}</Status>,
  },
  { id: 'file', header: 'File', cell: ({ role }) => <Name text={role ?? 'all files'} /> },
  { id: 'made', header: 'Made', cell: ({ createdAt }) => <When at={createdAt} /> },
  { id: 'ends', header: 'Ends', cell: ({ expiresAt }) => <When at={expiresAt} /> },
  { id: 'used', header: 'Last used', cell: ({ lastUsedOn }) => lastUsedOn ?? 'never' },
  {
    id: 'change',
    header: 'Change',
    cell: (link) => (
      <SpaceBetween direction="horizontal" size="s">
        {changes.map(({ change, text }) => (
          <ActionButton
            key={change}
            variant="inline-link"
            notNow={link.state === 'live' ? undefined : 'The link has ended.'}
            onClick={() => onChange(change, link)}
          >
            {text}
          </ActionButton>
        ))}
      </SpaceBetween>
    ),
  },
];
