import { useAction } from '../../api/action.ts';
import { Confirm } from '../../parts/confirm.tsx';

/** Sends every message of a queue back to where it came from. */
export const RedriveQueue = ({ queue, onDone }: { queue: string; onDone: () => void }) => {
  const redrive = useAction((api) => api.deadLetters.redrive(queue));
  return (
    <Confirm
      title="Send all messages back?"
      verb="Send back"
      isRunning={redrive.isPending}
      error={redrive.error}
      onConfirm={() => redrive.mutate(undefined, { onSuccess: onDone })}
      onDismiss={onDone}
    >
      <p>
        Each message is tried again where it failed. Mend the cause first: what fails again comes
        back here.
      </p>
    </Confirm>
  );
};
