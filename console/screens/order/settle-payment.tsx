import FormField from '@cloudscape-design/components/form-field';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import { useAction } from '../../api/action.ts';
import { CommandLine } from '../../parts/command-line.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { Name } from '../../parts/name.tsx';

const maxNoteLength = 500;

type SettlePaymentProps = { orderId: string; paymentId: string; onDone: () => void };

/** Takes a held payment off the list of what needs a person, after saying what that does not do. */
export const SettlePayment = ({ orderId, paymentId, onDone }: SettlePaymentProps) => {
  const [text, setText] = useState('');
  const note = text.trim();
  const settle = useAction((api) =>
    api.orders.settlePayment(orderId, paymentId, { ...(note !== '' && { note }) }),
  );
  const isTooLong = note.length > maxNoteLength;
  return (
    <Confirm
      title="Mark this payment as decided?"
      verb="Mark as decided"
      typed={{ word: paymentId, label: 'Type the payment id' }}
      isBlocked={isTooLong}
      isRunning={settle.isPending}
      error={settle.error}
      onConfirm={() => settle.mutate(undefined, { onSuccess: onDone })}
      onDismiss={onDone}
    >
      <p>
        Payment <Name text={paymentId} /> leaves the list of what needs a person, for good. Keepsake
        neither takes nor refunds it: refund it at the payment provider first, if it is to be
        refunded.
      </p>
      <FormField
        label="Decision (optional)"
        description="For later readers of the order."
        {...(isTooLong && { errorText: `At most ${maxNoteLength} characters.` })}
      >
        <Textarea
          value={text}
          placeholder="Refunded by hand in the dashboard."
          onChange={({ detail }) => setText(detail.value)}
        />
      </FormField>
      <CommandLine words={['orders', 'settle', orderId, paymentId]} />
    </Confirm>
  );
};
