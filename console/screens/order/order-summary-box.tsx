import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import type { OrderTimeline } from '@keepsake/client/operator';
import { Copyable } from '../../parts/copyable.tsx';
import { OrderStatus } from '../../parts/order-status.tsx';
import { When } from '../../parts/when.tsx';
import { moneyText } from '../../words/figure-text.ts';

const paymentOf = ({ events }: OrderTimeline): string | undefined =>
  events.find(({ event }) => event === 'payment_accepted')?.paymentId;

/** State, amount, payment, owner and times. */
export const OrderSummaryBox = ({ order }: { order: OrderTimeline }) => {
  const paymentId = paymentOf(order);
  return (
    <Container header={<Header variant="h2">Summary</Header>}>
      <KeyValuePairs
        columns={3}
        items={[
          { label: 'State', value: <OrderStatus order={order} /> },
          { label: 'Amount', value: moneyText(order.amount) },
          {
            label: 'Payment',
            value: paymentId ? <Copyable text={paymentId} name="payment" /> : 'none yet',
          },
          {
            label: 'Owner',
            value: order.ownerId ? <Copyable text={order.ownerId} name="owner" /> : '–',
          },
          { label: 'Placed', value: <When at={order.createdAt} /> },
          { label: 'Last changed', value: <When at={order.updatedAt} /> },
        ]}
      />
    </Container>
  );
};
