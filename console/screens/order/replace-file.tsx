import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import type { OrderTimeline } from '@keepsake/client/operator';
import { useState } from 'react';
import { useAction } from '../../api/action.ts';
import { CommandLine } from '../../parts/command-line.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { Name } from '../../parts/name.tsx';
import { PageLink } from '../../parts/page-link.tsx';

type ReplaceFileProps = { order: OrderTimeline; role: string; onDone: () => void };

/** Puts another upload of the order's owner in a role: the file was lost, or is the wrong one. */
export const ReplaceFile = ({ order, role, onDone }: ReplaceFileProps) => {
  const { orderId, ownerId } = order;
  const [text, setText] = useState('');
  const uploadId = text.trim();
  const replace = useAction((api) => api.orders.replaceFile(orderId, role, uploadId));
  return (
    <Confirm
      title="Put another file here?"
      verb="Replace the file"
      isBlocked={uploadId === ''}
      isRunning={replace.isPending}
      error={replace.error}
      onConfirm={() => replace.mutate(undefined, { onSuccess: onDone })}
      onDismiss={onDone}
    >
      <p>
        The next attempt copies the other upload as <Name text={role} />. It must be of the same
        owner; the customer sends it first. The upload that was here stays, and expires.
      </p>
      <FormField
        label="Upload"
        description={
          ownerId && <PageLink href={uploadsOf(ownerId)}>Uploads of this owner</PageLink>
        }
      >
        <Input
          value={text}
          placeholder="upl_…"
          onChange={({ detail }) => setText(detail.value)}
          autoComplete={false}
        />
      </FormField>
      <CommandLine words={['orders', 'replace', orderId, role, uploadId || '<upload>']} />
    </Confirm>
  );
};

/** The received uploads of the order's owner: the file that was sent again is among them. */
const uploadsOf = (ownerId: string): string =>
  `/uploads?${new URLSearchParams({ owner: ownerId, state: 'uploaded' })}`;
