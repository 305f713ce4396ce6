import Alert from '@cloudscape-design/components/alert';
import Checkbox from '@cloudscape-design/components/checkbox';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { OperatorClient, OrderSummary } from '@keepsake/client/operator';
import { useState } from 'react';
import { useAction } from '../../api/action.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { Name } from '../../parts/name.tsx';
import { causeAdvice } from '../../words/order-words.ts';
import { problemText } from '../../words/problem-text.ts';

type RetryOrdersProps = { orders: readonly OrderSummary[]; onDone: () => void };

/** Tries selected orders again, and says for each what became of it. */
export const RetryOrders = ({ orders, onDone }: RetryOrdersProps) => {
  const [isStopped, setStopped] = useState(false);
  const retry = useAction((api, wanted: readonly OrderSummary[]) => retryEach(api, wanted));
  const outcomes = retry.data;
  const lost = lostIn(orders);
  return (
    <Confirm
      title={`Try ${orders.length} ${orders.length === 1 ? 'order' : 'orders'} again?`}
      verb={outcomes ? 'Done' : 'Try again'}
      isBlocked={!isStopped}
      isRunning={retry.isPending}
      error={retry.error}
      onConfirm={() => (outcomes ? onDone() : retry.mutate(orders))}
      onDismiss={onDone}
    >
      {outcomes ? (
        <Outcomes outcomes={outcomes} />
      ) : (
        <>
          <Alert type="warning">
            Their refunds have been requested. Only the payment provider knows whether they were
            paid out. Each order gets one more attempt; its refund is withdrawn.
          </Alert>
          {lost > 0 && (
            <p>
              {lost} of {orders.length} failed because a file is lost, and fail again unless it was
              replaced on the order’s page.
            </p>
          )}
          <p>
            <Name text={orders.map(({ orderId }) => orderId).join(', ')} />
          </p>
          <Checkbox checked={isStopped} onChange={({ detail }) => setStopped(detail.checked)}>
            I stopped these refunds at the provider (this stands in each order’s timeline)
          </Checkbox>
        </>
      )}
    </Confirm>
  );
};

type Outcome = { orderId: string; done: boolean; text: string };

/** One after the other: a hundred migrations at once would be a load of their own. */
const retryEach = async (
  api: OperatorClient,
  orders: readonly OrderSummary[],
): Promise<Outcome[]> => {
  const outcomes: Outcome[] = [];
  for (const { orderId } of orders) outcomes.push(await retryOne(api, orderId));
  return outcomes;
};

const retryOne = (api: OperatorClient, orderId: string): Promise<Outcome> =>
  api.orders.retry(orderId, { refundStopped: true }).then(
    () => ({ orderId, done: true, text: 'tried again' }),
    (error: unknown) => ({ orderId, done: false, text: problemText(error, 'action').todo }),
  );

/** Orders whose last attempt lost a file: the next one fails by it, unless it was replaced. */
const lostIn = (orders: readonly OrderSummary[]): number =>
  orders.filter(({ migration: { error } }) => error && causeAdvice(error)).length;

const Outcomes = ({ outcomes }: { outcomes: readonly Outcome[] }) => (
  <Table
    variant="embedded"
    items={outcomes}
    trackBy="orderId"
    ariaLabels={{ tableLabel: 'Outcome by order' }}
    columnDefinitions={[
      { id: 'order', header: 'Order', isRowHeader: true, cell: ({ orderId }) => orderId },
      {
        id: 'outcome',
        header: 'Outcome',
        cell: ({ done, text }) => (
          <StatusIndicator type={done ? 'success' : 'error'}>
            <Name text={text} />
          </StatusIndicator>
        ),
      },
    ]}
  />
);
