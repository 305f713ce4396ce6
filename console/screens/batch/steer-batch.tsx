import type { Batch } from '@keepsake/client/operator';
import { useAction } from '../../api/action.ts';
import { Confirm } from '../../parts/confirm.tsx';

/** How a batch is steered: by one call without a body. */
export type Steering = 'start' | 'pause' | 'resume' | 'cancel' | 'verify';

const words: Readonly<Record<Steering, { title: string; verb: string; text: string }>> = {
  start: {
    title: 'Start this batch?',
    verb: 'Start',
    text: 'Files are listed and copied. An object that exists is never overwritten.',
  },
  pause: {
    title: 'Pause this batch?',
    verb: 'Pause',
    text: 'Copies in flight end; the others wait. Resume continues where it stopped.',
  },
  resume: {
    title: 'Resume this batch?',
    verb: 'Resume',
    text: 'Files that are not moved yet are moved. Failed ones are tried again.',
  },
  cancel: {
    title: 'Cancel this batch?',
    verb: 'Cancel the batch',
    text: 'The batch ends. What it stored stays until a rollback removes it.',
  },
  verify: {
    title: 'Verify this batch?',
    verb: 'Verify',
    text: 'Every moved file is compared with its record. Nothing is changed.',
  },
};

type SteerProps = { batch: Batch; verb: Steering; onDone: () => void };

/** Starts, pauses, resumes, cancels or verifies, after saying what that does. */
export const SteerBatch = ({ batch: { batchId }, verb, onDone }: SteerProps) => {
  const steer = useAction((api) => api.batches[verb](batchId));
  const { title, verb: label, text } = words[verb];
  return (
    <Confirm
      title={title}
      verb={label}
      isRunning={steer.isPending}
      error={steer.error}
      onConfirm={() => steer.mutate(undefined, { onSuccess: onDone })}
      onDismiss={onDone}
    >
      <p>{text}</p>
    </Confirm>
  );
};
