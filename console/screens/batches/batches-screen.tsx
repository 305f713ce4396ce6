import type { BatchQuery } from '@keepsake/client/operator';
import { usePolled } from '../../api/polling.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { ChoiceFilter } from '../../parts/choice-filter.tsx';
import { useGo } from '../../parts/follow.ts';
import { LoadedPage } from '../../parts/loaded-page.tsx';
import { Page } from '../../parts/page.tsx';
import { useUrlFilter } from '../../parts/url-filter.ts';
import { batchState, batchStatuses, isBatchRunning } from '../../words/batch-words.ts';
import { BatchTable } from './batch-table.tsx';

const pageSize = 25;

const choices = batchStatuses.map((value) => ({ value, label: batchState(value).text }));

/** `/batches`: bulk migrations by state, with their progress, newest first. */
export const Screen = () => {
  const query = queryOf(useUrlFilter().get);
  const go = useGo();
  const batches = usePolled({
    key: ['batches', query],
    ask: (api, signal) => api.batches.list(query, signal),
    isRunning: (page) => page.batches.some(isBatchRunning),
  });
  return (
    <Page
      title="Batches"
      description="Bulk migrations, newest first. The list renews itself."
      command={['batches']}
      actions={
        <ActionButton variant="primary" onClick={() => go('/batches/new')}>
          New batch
        </ActionButton>
      }
    >
      <ChoiceFilter name="state" label="State" choices={choices} />
      <LoadedPage query={batches} what="batches">
        {(page) => <BatchTable batches={page.batches} />}
      </LoadedPage>
    </Page>
  );
};

const queryOf = (get: (name: string) => string | undefined): BatchQuery => ({
  limit: pageSize,
  status: batchStatuses.find((known) => known === get('state')),
  cursor: get('cursor'),
});
