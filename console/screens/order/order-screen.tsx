import ColumnLayout from '@cloudscape-design/components/column-layout';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useParams } from 'react-router';
import { usePolled } from '../../api/polling.ts';
import { Copyable } from '../../parts/copyable.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Page } from '../../parts/page.tsx';
import { isOrderRunning, orderState } from '../../words/order-words.ts';
import { Attempts } from './attempts.tsx';
import { OrderActions } from './order-actions.tsx';
import { OrderCause } from './order-cause.tsx';
import { OrderFiles } from './order-files.tsx';
import { OrderLinks } from './order-links.tsx';
import { OrderSummaryBox } from './order-summary-box.tsx';
import { Timeline } from './timeline.tsx';
import { UndoneCopies } from './undone-copies.tsx';

/** `/orders/:id`: the order's state, its cause, what is left to do, and the repairs. */
export const Screen = () => {
  const { id: orderId = '?' } = useParams();
  const order = usePolled({
    key: ['order', orderId],
    ask: (api, signal) => api.orders.timeline(orderId, signal),
    isRunning: isOrderRunning,
  });
  return (
    <Page
      title={order.data ? `Order: ${orderState(order.data).text}` : 'Order'}
      description={<Copyable text={orderId} name="order id" />}
      command={['orders', 'show', orderId]}
      actions={order.data && <OrderActions order={order.data} />}
    >
      <Loaded query={order} what="the order">
        {(timeline) => (
          <SpaceBetween size="l">
            <OrderCause order={timeline} />
            <OrderSummaryBox order={timeline} />
            <ColumnLayout columns={2}>
              <Timeline order={timeline} />
              <OrderFiles order={timeline} />
            </ColumnLayout>
            <Attempts order={timeline} />
            <UndoneCopies order={timeline} />
            <OrderLinks orderId={orderId} />
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
};
