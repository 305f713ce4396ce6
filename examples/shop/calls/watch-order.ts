import type { KeepsakeClient, Order } from '@keepsake/client';

/** True for orders whose files are all kept, or none. */
export const isOver = ({ status }: Pick<Order, 'status'>): boolean =>
  status === 'completed' || status === 'refund_requested';

/** Shows a paid order again and again until all of its files are kept, or none is. */
export const watchOrder = async (
  keepsake: KeepsakeClient,
  orderId: string,
  show: (order: Order) => Promise<void> | void,
): Promise<Order> => {
  for (;;) {
    const order = await keepsake.getOrder(orderId);
    await show(order);
    if (isOver(order)) return order;
    await sleep(document.hidden ? 5_000 : 250);
  }
};

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
