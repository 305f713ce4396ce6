import type { OrderSummary } from '@keepsake/client/operator';
import { orderState } from '../words/order-words.ts';
import { Status } from './status.tsx';

/** An order's state with its sign. */
export const OrderStatus = ({ order }: { order: Pick<OrderSummary, 'status' | 'migration'> }) => {
  const { text, type } = orderState(order);
  return <Status type={type}>{text}</Status>;
};
