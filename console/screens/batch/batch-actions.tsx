import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Batch } from '@keepsake/client/operator';
import { useState } from 'react';
import { ActionButton } from '../../parts/action-button.tsx';
import { whyNot } from '../../words/batch-words.ts';
import { notPreviewed, PreviewRollback, RollBackBatch } from './roll-back-batch.tsx';
import { SteerBatch, type Steering } from './steer-batch.tsx';

const steerings: readonly { verb: Steering; text: string }[] = [
  { verb: 'start', text: 'Start' },
  { verb: 'pause', text: 'Pause' },
  { verb: 'resume', text: 'Resume' },
  { verb: 'cancel', text: 'Cancel' },
  { verb: 'verify', text: 'Verify' },
];

type Dialog = Steering | 'preview' | 'rollback';

/** Every change of a batch's state. A rollback is previewed before it is carried out. */
export const BatchActions = ({ batch }: { batch: Batch }) => {
  const [dialog, setDialog] = useState<Dialog>();
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {steerings.map(({ verb, text }) => (
        <ActionButton key={verb} notNow={whyNot(verb, batch)} onClick={() => setDialog(verb)}>
          {text}
        </ActionButton>
      ))}
      <ActionButton notNow={whyNot('rollback', batch)} onClick={() => setDialog('preview')}>
        Preview rollback
      </ActionButton>
      <ActionButton
        notNow={whyNot('rollback', batch) ?? notPreviewed(batch)}
        onClick={() => setDialog('rollback')}
      >
        Roll back
      </ActionButton>
      {dialog && <OpenDialog dialog={dialog} batch={batch} onDone={() => setDialog(undefined)} />}
    </SpaceBetween>
  );
};

const OpenDialog = ({
  dialog,
  batch,
  onDone,
}: {
  dialog: Dialog;
  batch: Batch;
  onDone: () => void;
}) => {
  if (dialog === 'preview') return <PreviewRollback batch={batch} onDone={onDone} />;
  if (dialog === 'rollback') return <RollBackBatch batch={batch} onDone={onDone} />;
  return <SteerBatch batch={batch} verb={dialog} onDone={onDone} />;
};
