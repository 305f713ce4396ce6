import Button, { type ButtonProps } from '@cloudscape-design/components/button';
import { useSession } from '../session/session.ts';

type ActionButtonProps = {
  children: string;
  variant?: ButtonProps.Variant;
  /** Why the action is not possible now; undefined if it is. */
  notNow?: string | undefined;
  loading?: boolean;
  onClick: () => void;
};

const viewerReason =
  'You are a viewer: you see everything and change nothing. An administrator can do this.';

/** A button that changes something. Viewers, too, see it, and why they may not use it. */
export const ActionButton = ({
  children,
  variant = 'normal',
  notNow,
  loading = false,
  onClick,
}: ActionButtonProps) => {
  const { role } = useSession();
  const reason = role === 'admin' ? notNow : viewerReason;
  return (
    <Button
      variant={variant}
      loading={loading}
      disabled={reason !== undefined}
      {...(reason !== undefined && { disabledReason: reason })}
      onClick={onClick}
    >
      {children}
    </Button>
  );
};
