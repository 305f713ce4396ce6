import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { OrderSummary } from '@keepsake/client/operator';
import { orderState } from '../words/order-words.ts';

/** An order's state with its sign. */
export const OrderStatus = ({ order }: { order: Pick<OrderSummary, 'status' | 'migration'> }) => {
  const { text, type } = orderState(order);
  return <StatusIndicator type={type}>{text}</StatusIndicator>;
};
