import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import type { Link } from '@keepsake/client/operator';
import { useState } from 'react';
import { useAction } from '../../api/action.ts';
import { Confirm } from '../../parts/confirm.tsx';

/** Points a printed link at other files of its owner, also that of a lost card. */
export const RetargetLink = ({ link, onDone }: { link: Link; onDone: () => void }) => {
  // A link to all files has no role.
  const { orderId: orderBefore, role: roleBefore = '' } = link;
  const [orderText, setOrderText] = useState(orderBefore);
  const [roleText, setRoleText] = useState(roleBefore);
  const [orderId, role] = [orderText.trim(), roleText.trim()];
  const isSame = orderId === orderBefore && role === roleBefore;
  const retarget = useAction((api) =>
    api.links.retarget(link, { orderId, ...(role !== '' && { role }) }),
  );
  return (
    <Confirm
      title="Point this link elsewhere?"
      verb="Point it there"
      isBlocked={orderId === '' || isSame}
      isRunning={retarget.isPending}
      error={retarget.error}
      onConfirm={() => retarget.mutate(undefined, { onSuccess: onDone })}
      onDismiss={onDone}
    >
      <p>
        Cards that are printed already lead to the other files at once. They work as long as before.
      </p>
      <FormField label="Order" description="A paid order of the same owner.">
        <Input value={orderText} onChange={({ detail }) => setOrderText(detail.value)} />
      </FormField>
      <FormField label="Role" description="Of one file. Empty: all files of the order.">
        <Input
          value={roleText}
          placeholder="photo"
          onChange={({ detail }) => setRoleText(detail.value)}
        />
      </FormField>
    </Confirm>
  );
};
