import SpaceBetween from '@cloudscape-design/components/space-between';
import type { OrderTimeline } from '@keepsake/client/operator';
import { useState } from 'react';
import { ActionButton } from '../../parts/action-button.tsx';
import { CompensateOrder } from './compensate-order.tsx';
import { whyNoCompensation, whyNoRetry } from './order-repairs.ts';
import { RetryOrder } from './retry-order.tsx';

/** Try again, and remove copies; each says why it is not possible, if it is not. */
export const OrderActions = ({ order }: { order: OrderTimeline }) => {
  const [open, setOpen] = useState<'retry' | 'compensate'>();
  const close = (): void => setOpen(undefined);
  return (
    <>
      <SpaceBetween direction="horizontal" size="xs">
        <ActionButton notNow={whyNoCompensation(order)} onClick={() => setOpen('compensate')}>
          Remove copies
        </ActionButton>
        <ActionButton variant="primary" notNow={whyNoRetry(order)} onClick={() => setOpen('retry')}>
          Try again
        </ActionButton>
      </SpaceBetween>
      {open === 'retry' && <RetryOrder order={order} onDone={close} />}
      {open === 'compensate' && <CompensateOrder order={order} onDone={close} />}
    </>
  );
};
