import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { OrderSummary } from '@keepsake/client/operator';
import { Copyable } from '../../parts/copyable.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Name } from '../../parts/name.tsx';
import { OrderStatus } from '../../parts/order-status.tsx';
import { RecordLink } from '../../parts/page-link.tsx';
import { When } from '../../parts/when.tsx';
import { moneyText } from '../../words/figure-text.ts';
import { causeCode, isFailed } from '../../words/order-words.ts';

const columns: readonly TableProps.ColumnDefinition<OrderSummary>[] = [
  {
    id: 'order',
    header: 'Order',
    isRowHeader: true,
    cell: ({ orderId }) => <RecordLink list="orders" id={orderId} />,
  },
  { id: 'state', header: 'State', minWidth: 130, cell: (order) => <OrderStatus order={order} /> },
  {
    id: 'failure',
    header: 'Failure',
    cell: ({ migration: { error } }) => <Name text={error ? causeCode(error) : '–'} />,
  },
  { id: 'amount', header: 'Amount', cell: ({ amount }) => moneyText(amount) },
  {
    id: 'owner',
    header: 'Owner',
    cell: ({ ownerId }) => (ownerId ? <Copyable text={ownerId} name="owner" /> : '–'),
  },
  { id: 'changed', header: 'Last changed', cell: ({ updatedAt }) => <When at={updatedAt} /> },
];

type OrderTableProps = {
  orders: readonly OrderSummary[];
  selected: readonly OrderSummary[];
  onSelect: (orders: readonly OrderSummary[]) => void;
};

/** One page of orders. Failed ones can be selected. */
export const OrderTable = ({ orders, selected, onSelect }: OrderTableProps) => (
  <Table
    variant="borderless"
    wrapLines
    items={orders}
    columnDefinitions={columns}
    trackBy="orderId"
    selectionType="multi"
    selectedItems={selected}
    onSelectionChange={({ detail }) => onSelect(detail.selectedItems)}
    isItemDisabled={(order) => !isFailed(order)}
    ariaLabels={{
      tableLabel: 'Orders',
      selectionGroupLabel: 'Orders to try again',
      allItemsSelectionLabel: () => 'Select all failed orders of this page',
      itemSelectionLabel: (_selection, { orderId }) => `Select order ${orderId}`,
    }}
    empty={
      <Empty title="No order is here">
        Choose another state or owner above. Orders appear as soon as customers place them.
      </Empty>
    }
  />
);
