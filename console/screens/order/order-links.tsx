import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import { usePolled } from '../../api/polling.ts';
import { Copyable } from '../../parts/copyable.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Name } from '../../parts/name.tsx';
import { PageLink } from '../../parts/page-link.tsx';
import { When } from '../../parts/when.tsx';

/** The printed links that lead to the order. Each link's own page has its actions. */
export const OrderLinks = ({ orderId }: { orderId: string }) => {
  const links = usePolled({
    key: ['links', orderId],
    ask: (api, signal) => api.links.ofOrder(orderId, signal),
  });
  const page = <PageLink href={`/links?order=${encodeURIComponent(orderId)}`}>Links</PageLink>;
  return (
    <Container header={<Header variant="h2">Links</Header>}>
      <Loaded query={links} what="the order’s links">
        {(found) => (
          <Table
            variant="embedded"
            wrapLines
            items={found.links}
            ariaLabels={{ tableLabel: 'Links' }}
            empty={<Empty title="No link leads here">Make one under {page}.</Empty>}
            footer={found.links.length > 0 && <>QR code, card, revoking: under {page}.</>}
            columnDefinitions={[
              {
                id: 'link',
                header: 'Link',
                isRowHeader: true,
                cell: ({ linkId }) => <Copyable text={linkId} name="link id" />,
              },
              {
                id: 'file',
                header: 'File',
                cell: ({ role }) => <Name text={role ?? 'all files'} />,
              },
              { id: 'made', header: 'Made', cell: ({ createdAt }) => <When at={createdAt} /> },
              { id: 'ends', header: 'Ends', cell: ({ expiresAt }) => <When at={expiresAt} /> },
              { id: 'used', header: 'Last used', cell: ({ lastUsedOn }) => lastUsedOn ?? 'never' },
            ]}
          />
        )}
      </Loaded>
    </Container>
  );
};
