import SpaceBetween from '@cloudscape-design/components/space-between';
import type { CreatedLink, Link } from '@keepsake/client/operator';
import { useState } from 'react';
import { usePolled } from '../../api/polling.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { PageLink } from '../../parts/page-link.tsx';
import { type LinkChange, LinkTable } from './link-table.tsx';
import { MakeLink } from './make-link.tsx';
import { PrintedCard } from './printed-card.tsx';
import { RetargetLink } from './retarget-link.tsx';
import { RevokeLink } from './revoke-link.tsx';

const dialogs = { retarget: RetargetLink, revoke: RevokeLink };

/** The links of one order: make one with its card, point one elsewhere, revoke one. */
export const OrderLinks = ({ orderId }: { orderId: string }) => {
  const [made, setMade] = useState<CreatedLink>();
  const [isMaking, setMaking] = useState(false);
  const [open, setOpen] = useState<{ change: LinkChange; link: Link }>();
  const Dialog = open && dialogs[open.change];
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
        {(found) => (
          <LinkTable links={found.links} onChange={(change, link) => setOpen({ change, link })} />
        )}
      </Loaded>
      {isMaking && <MakeLink orderId={orderId} onMade={close} onDone={() => setMaking(false)} />}
      {Dialog && <Dialog link={open.link} onDone={() => setOpen(undefined)} />}
    </SpaceBetween>
  );
};
