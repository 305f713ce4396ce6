import type { WebhookDelivery } from '@keepsake/client/operator';
import { useAction } from '../../api/action.ts';
import { Confirm } from '../../parts/confirm.tsx';

type SendAgainProps = {
  delivery: WebhookDelivery;
  onSent: () => void;
  onDismiss: () => void;
};

/** Sends an event to its endpoint once more, after saying what that does. */
export const SendAgain = ({ delivery, onSent, onDismiss }: SendAgainProps) => {
  const { deliveryId, endpoint, status } = delivery;
  const send = useAction((api) => api.webhooks.sendAgain(deliveryId));
  return (
    <Confirm
      title={`Send this event to ${endpoint} again?`}
      verb="Send it"
      isRunning={send.isPending}
      error={send.error}
      onConfirm={() => send.mutate(undefined, { onSuccess: onSent })}
      onDismiss={onDismiss}
    >
      <p>
        The event goes out under the same id, so a receiver that had it drops it. It is tried for a
        day, like any other.
      </p>
      {status === 'retrying' && <p>The queue still tries it: the endpoint may get it twice.</p>}
    </Confirm>
  );
};
