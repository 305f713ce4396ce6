import { useAction } from '../../api/action.ts';
import { Confirm } from '../../parts/confirm.tsx';

type DropProps = { queue: string; messageIds: readonly string[]; onDone: () => void };

/** Removes messages for good, when their count is typed. */
export const DropMessages = ({ queue, messageIds, onDone }: DropProps) => {
  const drop = useAction((api) => api.deadLetters.drop(queue, { messageIds: [...messageIds] }));
  const count = String(messageIds.length);
  return (
    <Confirm
      title={`Drop ${count} ${messageIds.length === 1 ? 'message' : 'messages'}?`}
      verb="Drop"
      typed={{ word: count, label: 'Type how many' }}
      isRunning={drop.isPending}
      error={drop.error}
      onConfirm={() => drop.mutate(undefined, { onSuccess: onDone })}
      onDismiss={onDone}
    >
      <p>What the messages asked for is never done. They cannot be brought back.</p>
    </Confirm>
  );
};
