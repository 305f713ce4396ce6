import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { OrderSummary } from '@keepsake/client/operator';
import { useState } from 'react';
import { usePolled } from '../../api/polling.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Page } from '../../parts/page.tsx';
import { PageTurner } from '../../parts/page-turner.tsx';
import { useUrlFilter } from '../../parts/url-filter.ts';
import { isFailed, isOrderRunning } from '../../words/order-words.ts';
import { commandOf, queryOf } from './order-filter.ts';
import { OrderFilters } from './order-filters.tsx';
import { OrderTable } from './order-table.tsx';
import { RetryOrders } from './retry-orders.tsx';

/** `/orders`: orders by state, owner and time; several can be tried again at once. */
export const Screen = () => {
  const { get } = useUrlFilter();
  const query = queryOf(get);
  const orders = usePolled({
    key: ['orders', query],
    ask: (api, signal) => api.orders.list(query, signal),
    isRunning: (page) => page.orders.some(isOrderRunning),
  });
  const [marked, setMarked] = useState<readonly string[]>([]);
  const [retried, setRetried] = useState<readonly OrderSummary[]>();
  // Only orders on this page, in their present state: a mark on another page is out of sight.
  const selected =
    orders.data?.orders.filter((order) => isFailed(order) && marked.includes(order.orderId)) ?? [];
  const count = orders.data?.orders.length;
  const more = orders.data?.cursor === undefined ? '' : '+';
  return (
    <Page
      title="Orders"
      counter={count === undefined ? undefined : `(${count}${more})`}
      description="Last changed first. The list renews itself."
      command={commandOf(query)}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button
            iconName="refresh"
            ariaLabel="Renew the list"
            onClick={() => void orders.refetch()}
          />
          <ActionButton
            notNow={selected.length === 0 ? 'Select failed orders first.' : undefined}
            onClick={() => setRetried(selected)}
          >
            Try selected again
          </ActionButton>
        </SpaceBetween>
      }
    >
      <OrderFilters />
      <Loaded query={orders} what="orders">
        {(page) => (
          <OrderTable
            orders={page.orders}
            selected={selected}
            onSelect={(chosen) => setMarked(chosen.map(({ orderId }) => orderId))}
          />
        )}
      </Loaded>
      <PageTurner query={orders} />
      {retried && <RetryOrders orders={retried} onDone={() => setRetried(undefined)} />}
    </Page>
  );
};
