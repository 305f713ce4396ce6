import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Upload } from '@keepsake/client/operator';
import { useState } from 'react';
import { useAction } from '../../api/action.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { Confirm } from '../../parts/confirm.tsx';

type DialogProps = { upload: Upload; onDone: () => void };

const PromoteUpload = ({ upload: { uploadId }, onDone }: DialogProps) => {
  const promote = useAction((api) => api.uploads.promote(uploadId));
  return (
    <Confirm
      title="Keep this file without an order?"
      verb="Keep it"
      isRunning={promote.isPending}
      error={promote.error}
      onConfirm={() => promote.mutate(undefined, { onSuccess: onDone })}
      onDismiss={onDone}
    >
      <p>
        The file is copied to permanent storage and verified. Nobody pays for it. It stays until its
        owner or an operator erases it.
      </p>
    </Confirm>
  );
};

const EraseUpload = ({ upload: { uploadId, status }, onDone }: DialogProps) => {
  const erase = useAction((api) => api.uploads.erase(uploadId));
  return (
    <Confirm
      title={status === 'pending' ? 'Abort this upload?' : 'Erase this file?'}
      verb={status === 'pending' ? 'Abort' : 'Erase'}
      typed={{ word: uploadId, label: 'Type the upload id' }}
      isRunning={erase.isPending}
      error={erase.error}
      onConfirm={() => erase.mutate(undefined, { onSuccess: onDone })}
      onDismiss={onDone}
    >
      <p>
        Every version of the file is removed, and links to it stop working. It cannot be brought
        back. A file that an unfinished order or job needs is refused.
      </p>
    </Confirm>
  );
};

const OverruleScan = ({ upload: { uploadId, withdrawnAt }, onDone }: DialogProps) => {
  const [reason, setReason] = useState('');
  const overrule = useAction((api) => api.uploads.overrule(uploadId, { reason: reason.trim() }));
  return (
    <Confirm
      title="Overrule the scan of this file?"
      verb="Overrule"
      isBlocked={reason.trim() === ''}
      isRunning={overrule.isPending}
      error={overrule.error}
      onConfirm={() => overrule.mutate(undefined, { onSuccess: onDone })}
      onDismiss={onDone}
    >
      <p>
        {withdrawnAt === undefined
          ? 'The file can be used and ordered, as if it were clean.'
          : 'The file is served again where it was kept.'}{' '}
        No later verdict holds it back.
      </p>
      <FormField label="Why the scanner was wrong" description="Kept in the audit log.">
        <Input value={reason} onChange={({ detail }) => setReason(detail.value)} />
      </FormField>
    </Confirm>
  );
};

const dialogs = { promote: PromoteUpload, erase: EraseUpload, overrule: OverruleScan };

/** Keep, erase, and overrule a scan, each with its consequences first. */
export const UploadActions = ({ upload }: { upload: Upload }) => {
  const [open, setOpen] = useState<keyof typeof dialogs>();
  const Dialog = open && dialogs[open];
  const isGone = upload.status === 'aborted' || upload.status === 'expired';
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <ActionButton
        notNow={
          upload.status === 'uploaded' ? undefined : 'Only a received file can be kept this way.'
        }
        onClick={() => setOpen('promote')}
      >
        Keep without an order
      </ActionButton>
      <ActionButton
        notNow={isGone ? 'Its bytes are gone.' : undefined}
        onClick={() => setOpen('erase')}
      >
        {upload.status === 'pending' ? 'Abort' : 'Erase'}
      </ActionButton>
      {isHeldBack(upload) && (
        <ActionButton onClick={() => setOpen('overrule')}>Overrule the scan</ActionButton>
      )}
      {Dialog && <Dialog upload={upload} onDone={() => setOpen(undefined)} />}
    </SpaceBetween>
  );
};

const isHeldBack = ({ status, scan }: Upload): boolean =>
  status === 'quarantined' && (scan?.result === 'infected' || scan?.result === 'unscannable');
