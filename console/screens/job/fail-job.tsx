import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import type { Job } from '@keepsake/client/operator';
import { useState } from 'react';
import { useAction } from '../../api/action.ts';
import { Confirm } from '../../parts/confirm.tsx';

/** Ends a job as failed, with a reason that its owner reads. */
export const FailJob = ({ job: { jobId, onFinish }, onDone }: { job: Job; onDone: () => void }) => {
  const [reason, setReason] = useState('');
  const fail = useAction((api) => api.jobs.fail(jobId, reason.trim()));
  return (
    <Confirm
      title="End this job as failed?"
      verb="End it"
      isBlocked={reason.trim() === ''}
      isRunning={fail.isPending}
      error={fail.error}
      onConfirm={() => fail.mutate(undefined, { onSuccess: onDone })}
      onDismiss={onDone}
    >
      <p>
        Its worker cannot finish it. Its policy applies: inputs {onFinish.inputs}; outputs{' '}
        {onFinish.outputs}.
      </p>
      <FormField label="Reason" description="The job’s owner reads it.">
        <Input value={reason} onChange={({ detail }) => setReason(detail.value)} />
      </FormField>
    </Confirm>
  );
};
