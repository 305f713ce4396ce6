import Checkbox from '@cloudscape-design/components/checkbox';
import type { Batch } from '@keepsake/client/operator';
import { useState } from 'react';
import { useAction } from '../../api/action.ts';
import { Confirm } from '../../parts/confirm.tsx';

type RollBackProps = { batch: Batch; onDone: () => void };

/** Looks first: what a rollback would remove stands on the page afterwards. Changes nothing. */
export const PreviewRollback = ({ batch: { batchId }, onDone }: RollBackProps) => {
  const preview = useAction((api) => api.batches.rollback(batchId));
  return (
    <Confirm
      title="Preview the rollback?"
      verb="Preview"
      isRunning={preview.isPending}
      error={preview.error}
      onConfirm={() => preview.mutate(undefined, { onSuccess: onDone })}
      onDismiss={onDone}
    >
      <p>
        Every file of the batch is looked at: which objects a rollback would remove, and which it
        would keep because they changed since. Nothing is removed. The result appears on this page.
      </p>
    </Confirm>
  );
};

/** Why a rollback may not be carried out yet; undefined if it may. */
export const notPreviewed = (batch: Batch): string | undefined =>
  isPreviewed(batch) ? undefined : 'Preview the rollback first.';

const isPreviewed = ({ lastTask }: Batch): boolean =>
  lastTask?.task === 'rollback' && lastTask.finishedAt !== undefined;

/** Removes what the batch wrote, after a preview, when the batch's id is typed. */
export const RollBackBatch = ({ batch, onDone }: RollBackProps) => {
  const { batchId } = batch;
  const [moreThanHalf, setMoreThanHalf] = useState(false);
  const rollBack = useAction((api) =>
    api.batches.rollback(batchId, { apply: true, ...(moreThanHalf && { moreThanHalf }) }),
  );
  return (
    <Confirm
      title="Roll this batch back?"
      verb="Roll back"
      typed={{ word: batchId, label: 'Type the batch id' }}
      isRunning={rollBack.isPending}
      error={rollBack.error}
      onConfirm={() => rollBack.mutate(undefined, { onSuccess: onDone })}
      onDismiss={onDone}
    >
      <p>
        The objects that the preview named are removed by their version, and their uploads are taken
        from the registry. The sources are not touched. Files that changed since stay.
      </p>
      <Checkbox checked={moreThanHalf} onChange={({ detail }) => setMoreThanHalf(detail.checked)}>
        More than half of the objects below its prefix may go
      </Checkbox>
    </Confirm>
  );
};
