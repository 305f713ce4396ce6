import { Page } from '../../parts/page.tsx';
import { CleanUp } from './clean-up.tsx';
import { FindOrphans } from './find-orphans.tsx';
import { ReconcileOrders } from './reconcile-orders.tsx';

/** `/maintenance`: what operators run by hand, each dry first. */
export const Screen = () => (
  <Page title="Maintenance" description="Each task looks first and says what it would do.">
    <ReconcileOrders />
    <FindOrphans />
    <CleanUp />
  </Page>
);
