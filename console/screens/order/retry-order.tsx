import Alert from '@cloudscape-design/components/alert';
import Checkbox from '@cloudscape-design/components/checkbox';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { OrderTimeline } from '@keepsake/client/operator';
import { useState } from 'react';
import { useAction } from '../../api/action.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { Name } from '../../parts/name.tsx';
import { lostFile } from './order-repairs.ts';

type RetryOrderProps = { order: OrderTimeline; onDone: () => void };

/** Tries the order again, after saying what that does. */
export const RetryOrder = ({ order, onDone }: RetryOrderProps) => {
  const { orderId, refund, migration } = order;
  const lost = lostFile(order);
  const [isStopped, setStopped] = useState(false);
  const retry = useAction((api, refundStopped: boolean) =>
    api.orders.retry(orderId, { refundStopped }),
  );
  return (
    <Confirm
      title="Try this order again?"
      verb="Try again"
      typed={{ word: orderId, label: 'Type the order id' }}
      isBlocked={refund !== undefined && !isStopped}
      isRunning={retry.isPending}
      error={retry.error}
      onConfirm={() => retry.mutate(refund !== undefined, { onSuccess: onDone })}
      onDismiss={onDone}
    >
      {lost && (
        <Alert type="warning">
          Its <Name text={lost.role} /> is lost: this attempt fails as the last one did. Replace
          that file first.
        </Alert>
      )}
      {refund ? (
        <SpaceBetween size="s">
          <Alert type="warning">
            Its refund has been requested. Only the provider knows whether it was paid out.
          </Alert>
          <Checkbox checked={isStopped} onChange={({ detail }) => setStopped(detail.checked)}>
            I stopped the refund at the provider (this stands in the order’s timeline)
          </Checkbox>
        </SpaceBetween>
      ) : null}
      <p>
        Attempt {migration.attempt + (refund ? 1 : 0)} copies and verifies every file again. If it
        fails, its copies are removed and the refund is requested under the same key.
      </p>
    </Confirm>
  );
};
