import SpaceBetween from '@cloudscape-design/components/space-between';
import { useParams } from 'react-router';
import { usePolled } from '../../api/polling.ts';
import { Copyable } from '../../parts/copyable.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Page } from '../../parts/page.tsx';
import { batchState, isBatchRunning } from '../../words/batch-words.ts';
import { BatchActions } from './batch-actions.tsx';
import { BatchCounts } from './batch-counts.tsx';
import { BatchFailures } from './batch-failures.tsx';
import { BatchFiles } from './batch-files.tsx';
import { BatchProgress } from './batch-progress.tsx';
import { BatchTask } from './batch-task.tsx';

/** `/batches/:id`: progress, failures, files by state; every change of the batch's state. */
export const Screen = () => {
  const { id: batchId = '?' } = useParams();
  const batch = usePolled({
    key: ['batch', batchId],
    ask: (api, signal) => api.batches.get(batchId, signal),
    isRunning: isBatchRunning,
  });
  return (
    <Page
      title={batch.data ? `Batch: ${batchState(batch.data.status).text}` : 'Batch'}
      description={<Copyable text={batchId} name="batch id" />}
      command={['status', batchId]}
      actions={batch.data && <BatchActions batch={batch.data} />}
    >
      <Loaded query={batch} what="the batch">
        {(found) => (
          <SpaceBetween size="l">
            <BatchProgress batch={found} />
            <BatchTask batch={found} />
            <BatchCounts batch={found} />
            <BatchFailures batch={found} />
            <BatchFiles batch={found} />
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
};
