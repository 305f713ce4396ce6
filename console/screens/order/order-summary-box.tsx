import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { OrderTimeline } from '@keepsake/client/operator';
import { Copyable } from '../../parts/copyable.tsx';
import { Facts } from '../../parts/facts.tsx';
import { OrderStatus } from '../../parts/order-status.tsx';
import { PageLink } from '../../parts/page-link.tsx';
import { When } from '../../parts/when.tsx';
import { moneyText } from '../../words/figure-text.ts';
import { refundState } from '../../words/order-words.ts';

/** State, amount, payment, refund, owner and times. */
export const OrderSummaryBox = ({ order }: { order: OrderTimeline }) => {
  const paymentId = paymentOf(order);
  const { refund, refunded, ownerId } = order;
  return (
    <Container header={<Header variant="h2">Summary</Header>}>
      <Facts
        facts={{
          State: <OrderStatus order={order} />,
          Amount: moneyText(order.amount),
          Payment: paymentId ? <Copyable text={paymentId} name="payment" /> : 'none yet',
          Refund: refund && <RefundFacts refund={refund} />,
          'Refunded so far': refunded && <RefundedAmount refunded={refunded} />,
          Owner: ownerId && <Copyable text={ownerId} name="owner" />,
          Placed: <When at={order.createdAt} />,
          'Last changed': <When at={order.updatedAt} />,
          Webhooks: (
            <PageLink href={`/webhooks?subject=${encodeURIComponent(order.orderId)}`}>
              Deliveries about this order
            </PageLink>
          ),
        }}
      />
    </Container>
  );
};

const paymentOf = ({ events }: OrderTimeline): string | undefined =>
  events.find(({ event }) => event === 'payment_accepted')?.paymentId;

type Refund = NonNullable<OrderTimeline['refund']>;

/** Where the refund stands, since when, and its key in the provider's books. */
const RefundFacts = ({ refund }: { refund: Refund }) => {
  const { text, type } = refundState(refund);
  return (
    <>
      <StatusIndicator type={type}>{text}</StatusIndicator>{' '}
      <When at={refund.settledAt ?? refund.requestedAt} />
      <div>
        <Copyable text={refund.idempotencyKey} name="refund key" />
      </div>
    </>
  );
};

type Refunded = NonNullable<OrderTimeline['refunded']>;

const RefundedAmount = ({ refunded: { amount, at } }: { refunded: Refunded }) => (
  <>
    {moneyText(amount)}, <When at={at} />
  </>
);
