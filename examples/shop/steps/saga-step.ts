import { isOver } from '../calls/watch-order.ts';
import type { Memory } from '../memory.ts';
import { showSaga } from '../saga-view.ts';
import type { Shop } from '../shop-parts.ts';
import { Step } from '../step.ts';

/** The paid order's files move to permanent storage. */
export const sagaStep = ({ orders }: Shop) => {
  const step = new Step('saga');
  return ({ order }: Memory): void => {
    if (!order?.isPaid) {
      step.enter('later');
      return;
    }
    const seen = orders.of(order.orderId);
    step.showError(orders.errorOf(order.orderId));
    if (seen) showSaga('saga-view', step, seen);
    else step.say('The workflow begins…');
    step.enter(seen && isOver(seen.order) ? 'done' : 'now');
  };
};
