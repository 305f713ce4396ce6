import SpaceBetween from '@cloudscape-design/components/space-between';
import { usePolled } from '../../api/polling.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { useGo } from '../../parts/follow.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { Page } from '../../parts/page.tsx';
import { PageTurner } from '../../parts/page-turner.tsx';
import { useUrlFilter } from '../../parts/url-filter.ts';
import { isBatchRunning } from '../../words/batch-words.ts';
import { BatchTable } from './batch-table.tsx';

const pageSize = 25;

/** `/batches`: bulk migrations with their progress, newest first. */
export const Screen = () => {
  const cursor = useUrlFilter().get('cursor');
  const go = useGo();
  const batches = usePolled({
    key: ['batches', cursor],
    ask: (api, signal) =>
      api.batches.list({ limit: pageSize, ...(cursor !== undefined && { cursor }) }, signal),
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
      <Loaded query={batches} what="batches">
        {(page) => (
          <SpaceBetween size="m">
            <BatchTable batches={page.batches} />
            <PageTurner next={page.cursor} />
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
};
