import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { TableProps } from '@cloudscape-design/components/table';
import type { ReconciledOrders } from '@keepsake/client/operator';
import { useState } from 'react';
import { ActionButton } from '../../parts/action-button.tsx';
import { CommandLine } from '../../parts/command-line.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Problem } from '../../parts/loaded.tsx';
import { RecordLink } from '../../parts/page-link.tsx';
import { countText } from '../../words/figure-text.ts';
import { outcomeText, repairable } from '../../words/health-words.ts';
import { FoundTable } from './found-table.tsx';
import { useStretches } from './stretches.ts';

/** Repairs orders that wait too long, as the reconciler does every hour: first as a dry run. */
export const ReconcileOrders = () => {
  const [isAsking, setAsking] = useState(false);
  const { action, found, looked } = useStretches<object, ReconciledOrders>((api, body) =>
    api.reconcile(body),
  );
  const orders = found.flatMap((answer) => answer.orders);
  const toRepair = looked === undefined ? 0 : repairable(orders);
  const nothing = toRepair === 0 ? 'No order needs a repair.' : undefined;
  const notNow = looked === undefined ? 'Look first: nothing is changed by that.' : nothing;
  const run = (dryRun: boolean): void =>
    action.mutate({ input: {}, dryRun }, { onSuccess: () => setAsking(false) });
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Orders that wait longer than the reconciler should need."
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <ActionButton loading={action.isPending} onClick={() => run(true)}>
                Look for waiting orders
              </ActionButton>
              <ActionButton notNow={notNow} onClick={() => setAsking(true)}>
                Repair
              </ActionButton>
            </SpaceBetween>
          }
        >
          Waiting orders
        </Header>
      }
      footer={<CommandLine words={['reconcile']} />}
    >
      <SpaceBetween size="m">
        {action.error && !isAsking ? <Problem error={action.error} of="action" /> : null}
        {found[0] && (
          <FoundTable
            title="Orders that wait"
            rows={orders}
            columns={columnsOf(found[0].dryRun)}
            empty={
              <Empty title="No order waits">The reconciler looks again within the hour.</Empty>
            }
          />
        )}
      </SpaceBetween>
      {isAsking && (
        <Confirm
          title="Repair these orders?"
          verb="Repair"
          isRunning={action.isPending}
          error={action.error}
          onConfirm={() => run(false)}
          onDismiss={() => setAsking(false)}
        >
          <p>
            {countText(toRepair)} of {countText(orders.length)} orders are repaired as the
            reconciler does it every hour. An order whose execution died is compensated: its copies
            are removed, and its refund is requested.
          </p>
        </Confirm>
      )}
    </Container>
  );
};

type Reconciled = ReconciledOrders['orders'][number];

const columnsOf = (dryRun: boolean): readonly TableProps.ColumnDefinition<Reconciled>[] => [
  {
    id: 'order',
    header: 'Order',
    isRowHeader: true,
    cell: ({ orderId }) => <RecordLink list="orders" id={orderId} />,
  },
  {
    id: 'outcome',
    header: dryRun ? 'What would come of it' : 'What came of it',
    cell: ({ outcome }) => outcomeText(outcome, dryRun),
  },
];
