import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import type { CreatedLink } from '@keepsake/client/operator';
import { useState } from 'react';
import { useAction } from '../../api/action.ts';
import { Confirm } from '../../parts/confirm.tsx';

type MakeLinkProps = { orderId: string; onMade: (link: CreatedLink) => void; onDone: () => void };

/** Makes a link to all files of an order, or to one role. */
export const MakeLink = ({ orderId, onMade, onDone }: MakeLinkProps) => {
  const [role, setRole] = useState('');
  const make = useAction((api) =>
    api.links.create(orderId, { ...(role.trim() !== '' && { role: role.trim() }) }),
  );
  return (
    <Confirm
      title="Make a link to this order?"
      verb="Make it"
      isRunning={make.isPending}
      error={make.error}
      onConfirm={() => make.mutate(undefined, { onSuccess: onMade })}
      onDismiss={onDone}
    >
      <p>Whoever has the link sees the files until it ends or is revoked.</p>
      <FormField label="Role" description="Of one file. Empty: all files of the order.">
        <Input value={role} placeholder="photo" onChange={({ detail }) => setRole(detail.value)} />
      </FormField>
    </Confirm>
  );
};
