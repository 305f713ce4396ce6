import { placeOrder } from '../calls/place-order.ts';
import { byId, element, fill } from '../dom.ts';
import { alone, type Memory, note, remember } from '../memory.ts';
import type { Shop } from '../shop-parts.ts';
import { Step } from '../step.ts';

/** The uploads become an order that waits for its payment. */
export const orderStep = ({ keepsake }: Shop) => {
  const step = new Step('order');
  step.onClick('place-order', () =>
    alone('order', async () => {
      const { files, order } = remember();
      if (order) return;
      const { orderId } = await placeOrder(keepsake, files);
      note({ order: { orderId } });
    }),
  );
  return ({ files, order }: Memory): void => {
    fill(byId('ordered'), ...files.map(({ role }) => element('li', {}, role)));
    if (order) step.say(`Placed: ${order.orderId}`);
    step.enter(order ? 'done' : files.length > 0 ? 'now' : 'later');
  };
};
