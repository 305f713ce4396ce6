import ColumnLayout from '@cloudscape-design/components/column-layout';
import type { WebhookDeliveryQuery } from '@keepsake/client/operator';
import { usePolled } from '../../api/polling.ts';
import { ChoiceFilter } from '../../parts/choice-filter.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { LoadedPage } from '../../parts/loaded-page.tsx';
import { Page } from '../../parts/page.tsx';
import { TextFilter } from '../../parts/text-filter.tsx';
import { useUrlFilter } from '../../parts/url-filter.ts';
import { optionsOf } from '../../words/shell-words.ts';
import { deliveryState, deliveryStatuses } from '../../words/webhook-words.ts';
import { DeliveryTable } from './delivery-table.tsx';
import { EndpointTable } from './endpoint-table.tsx';

const pageSize = 50;

const states = deliveryStatuses.map((value) => ({ value, label: deliveryState(value).text }));

/** `/webhooks`: the stage's endpoints, and what became of the events that went to them. */
export const Screen = () => {
  const query = queryOf(useUrlFilter().get);
  const endpoints = usePolled({
    key: ['webhook-endpoints'],
    ask: (api, signal) => api.webhooks.endpoints(signal),
    restMs: 60_000,
  });
  const deliveries = usePolled({
    key: ['webhook-deliveries', query],
    ask: (api, signal) => api.webhooks.deliveries(query, signal),
  });
  const names = endpoints.data?.endpoints.map(({ name }) => ({ value: name, label: name })) ?? [];
  return (
    <Page
      title="Webhooks"
      description="Deliveries of the last 30 days, last tried first. The list renews itself."
      command={commandOf(query)}
    >
      <Loaded query={endpoints} what="endpoints">
        {(found) => <EndpointTable endpoints={found.endpoints} />}
      </Loaded>
      <ColumnLayout columns={3}>
        <ChoiceFilter name="endpoint" label="Endpoint" choices={names} />
        <ChoiceFilter name="state" label="State" choices={states} />
        <TextFilter
          name="subject"
          label="About"
          description="An order’s, upload’s or job’s id. Press Enter."
          placeholder="ord_…"
        />
      </ColumnLayout>
      <LoadedPage query={deliveries} what="deliveries">
        {(page) => <DeliveryTable deliveries={page.deliveries} />}
      </LoadedPage>
    </Page>
  );
};

const queryOf = (get: (name: string) => string | undefined): WebhookDeliveryQuery => ({
  limit: pageSize,
  status: deliveryStatuses.find((known) => known === get('state')),
  endpoint: get('endpoint'),
  subject: get('subject'),
  cursor: get('cursor'),
});

const commandOf = ({ endpoint, status, subject }: WebhookDeliveryQuery): string[] => [
  'webhooks',
  'list',
  ...optionsOf({ endpoint, status, subject }),
];
