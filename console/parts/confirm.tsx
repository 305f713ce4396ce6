import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { Problem } from './loaded.tsx';

type ConfirmProps = {
  title: string;
  /** The label of the button that does it. */
  verb: string;
  /** A word to type first, for what cannot be taken back. */
  typed?: { word: string; label: string };
  /** Something else is missing, e.g. a box to tick. */
  isBlocked?: boolean;
  isRunning: boolean;
  error: unknown;
  onConfirm: () => void;
  onDismiss: () => void;
  /** Text that tells the consequences. */
  children: ReactNode;
};

/**
 * A dialog that tells the consequences of an action, then runs the action when confirmed. The
 * dialog stays open while the action runs, because its outcome must be seen. A click beside the
 * dialog does not close it: the second click of a double click on the opening button lands there.
 */
export const Confirm = ({
  title,
  verb,
  typed,
  isBlocked = false,
  isRunning,
  error,
  onConfirm,
  onDismiss,
  children,
}: ConfirmProps) => {
  const [text, setText] = useState('');
  const isReady = !isBlocked && (typed === undefined || text.trim() === typed.word);
  const buttons = (
    <Box float="right">
      <SpaceBetween direction="horizontal" size="xs">
        <Button variant="link" disabled={isRunning} onClick={onDismiss}>
          Cancel
        </Button>
        <Button variant="primary" disabled={!isReady} loading={isRunning} onClick={onConfirm}>
          {verb}
        </Button>
      </SpaceBetween>
    </Box>
  );
  return (
    <Modal
      visible
      header={title}
      footer={buttons}
      closeAriaLabel="Cancel"
      onDismiss={({ detail: { reason } }) => {
        if (!isRunning && reason !== 'overlay') onDismiss();
      }}
    >
      <SpaceBetween size="m">
        {children}
        {typed && (
          <FormField label={typed.label}>
            <Input
              value={text}
              onChange={({ detail }) => setText(detail.value)}
              autoComplete={false}
            />
          </FormField>
        )}
        {error ? <Problem error={error} of="action" /> : null}
      </SpaceBetween>
    </Modal>
  );
};
