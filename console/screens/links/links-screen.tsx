import { Empty } from '../../parts/empty.tsx';
import { Page } from '../../parts/page.tsx';
import { TextFilter } from '../../parts/text-filter.tsx';
import { useUrlFilter } from '../../parts/url-filter.ts';
import { OrderLinks } from './order-links.tsx';

/** `/links?order=…`: the printed links of an order. */
export const Screen = () => {
  const orderId = useUrlFilter().get('order');
  return (
    <Page
      title="Links"
      description="Printed links of an order. A lost card’s link is changed without its token."
      command={['links', 'list', orderId ?? '<order>']}
    >
      <TextFilter
        name="order"
        label="Order"
        description="The id of the order. Press Enter. The field at the top finds it by a link."
        placeholder="ord_…"
      />
      {orderId === undefined ? (
        <Empty title="No order is named">Type an order’s id above, or come from its page.</Empty>
      ) : (
        <OrderLinks key={orderId} orderId={orderId} />
      )}
    </Page>
  );
};
