import SpaceBetween from '@cloudscape-design/components/space-between';
import type { CreatedLink, Link } from '@keepsake/client/operator';
import { useState } from 'react';
import { usePolled } from '../../api/polling.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { PageLink } from '../../parts/page-link.tsx';
import { LinkTable } from './link-table.tsx';
import { MakeLink } from './make-link.tsx';
import { PrintedCard } from './printed-card.tsx';
import { RevokeLink } from './revoke-link.tsx';

/** The links of one order: make one with its card, revoke one. */
export const OrderLinks = ({ orderId }: { orderId: string }) => {
  const [made, setMade] = useState<CreatedLink>();
  const [isMaking, setMaking] = useState(false);
  const [revoked, setRevoked] = useState<Link>();
  const links = usePolled({
    key: ['links', orderId],
    ask: (api, signal) => api.links.ofOrder(orderId, signal),
  });
  const close = (link: CreatedLink) => {
    setMade(link);
    setMaking(false);
  };
  return (
    <SpaceBetween size="l">
      <SpaceBetween direction="horizontal" size="xs" alignItems="center">
        <ActionButton onClick={() => setMaking(true)}>Make a link</ActionButton>
        <PageLink href={`/orders/${encodeURIComponent(orderId)}`}>{`Order ${orderId}`}</PageLink>
      </SpaceBetween>
      {made && <PrintedCard link={made} />}
      <Loaded query={links} what="links">
        {(found) => <LinkTable links={found.links} onRevoke={setRevoked} />}
      </Loaded>
      {isMaking && <MakeLink orderId={orderId} onMade={close} onDone={() => setMaking(false)} />}
      {revoked && <RevokeLink link={revoked} onDone={() => setRevoked(undefined)} />}
    </SpaceBetween>
  );
};
