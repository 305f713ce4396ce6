import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { WebhookDeliverySummary } from '@keepsake/client/operator';
import { DeliveryState, DeliverySubject } from '../../parts/delivery-state.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Name } from '../../parts/name.tsx';
import { PageLink } from '../../parts/page-link.tsx';
import { When } from '../../parts/when.tsx';
import { countText } from '../../words/figure-text.ts';
import { endpointAnswer } from '../../words/webhook-words.ts';

const columns: readonly TableProps.ColumnDefinition<WebhookDeliverySummary>[] = [
  {
    id: 'event',
    header: 'Event',
    isRowHeader: true,
    cell: ({ deliveryId, type }) => (
      <PageLink href={`/webhooks/${encodeURIComponent(deliveryId)}`}>{type}</PageLink>
    ),
  },
  { id: 'endpoint', header: 'To', cell: ({ endpoint }) => <Name text={endpoint} /> },
  { id: 'subject', header: 'About', cell: ({ subject }) => <DeliverySubject subject={subject} /> },
  { id: 'state', header: 'State', cell: ({ status }) => <DeliveryState status={status} /> },
  { id: 'tries', header: 'Tries', cell: ({ attempts }) => countText(attempts) },
  { id: 'answer', header: 'Answer', cell: (delivery) => <Name text={endpointAnswer(delivery)} /> },
  { id: 'at', header: 'Last try', cell: ({ at }) => <When at={at} /> },
];

/** One page of deliveries. */
export const DeliveryTable = ({
  deliveries,
}: {
  deliveries: readonly WebhookDeliverySummary[];
}) => (
  <Table
    variant="borderless"
    items={deliveries}
    columnDefinitions={columns}
    trackBy="deliveryId"
    wrapLines
    ariaLabels={{ tableLabel: 'Deliveries' }}
    empty={
      <Empty title="No delivery is here">
        Deliveries appear as soon as events go out, and stay for 30 days.
      </Empty>
    }
  />
);
