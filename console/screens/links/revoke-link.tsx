import type { Link } from '@keepsake/client/operator';
import { useAction } from '../../api/action.ts';
import { Confirm } from '../../parts/confirm.tsx';

/** Ends a link for good, also that of a lost card: its token is not needed. */
export const RevokeLink = ({ link, onDone }: { link: Link; onDone: () => void }) => {
  const revoke = useAction((api) => api.links.revoke(link));
  return (
    <Confirm
      title="Revoke this link?"
      verb="Revoke"
      isRunning={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate(undefined, { onSuccess: onDone })}
      onDismiss={onDone}
    >
      <p>
        Cards with this link stop working at once and for good. The order’s files and its other
        links stay.
      </p>
    </Confirm>
  );
};
