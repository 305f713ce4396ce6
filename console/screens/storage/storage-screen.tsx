import SpaceBetween from '@cloudscape-design/components/space-between';
import { usePolled } from '../../api/polling.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { Page } from '../../parts/page.tsx';
import { AmountTable } from './amount-table.tsx';
import { DayChart } from './day-chart.tsx';
import { Erasures } from './erasures.tsx';
import { OwnerQuota } from './owner-quota.tsx';
import { StorageSummary } from './storage-summary.tsx';

const days = 30;

/** `/storage`: how much there is, by state, category and day, and what it costs about. */
export const Screen = () => {
  const stats = usePolled({
    key: ['stats', days],
    ask: (api, signal) => api.stats({ days }, signal),
  });
  return (
    <Page title="Storage" description="Files and bytes on record." command={['stats']}>
      <Loaded query={stats} what="the figures">
        {(found) => (
          <SpaceBetween size="l">
            <StorageSummary stats={found} />
            <DayChart days={days} categories={Object.keys(found.byCategory).sort()} />
            <AmountTable title="By category" label="Category" amounts={found.byCategory} />
            <AmountTable title="By state" label="State" amounts={found.byStatus} />
            <AmountTable title="By kind of owner" label="Owner" amounts={found.byOwnerType} />
          </SpaceBetween>
        )}
      </Loaded>
      <OwnerQuota />
      <Erasures />
    </Page>
  );
};
