import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useParams } from 'react-router';
import { usePolled } from '../../api/polling.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { Copyable } from '../../parts/copyable.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Page } from '../../parts/page.tsx';
import { DropMessages } from './drop-messages.tsx';
import { MessageTable } from './message-table.tsx';
import { RedriveQueue } from './redrive-queue.tsx';

/**
 * `/dead-letters/:queue`: the messages of a queue; sends them back or removes them. Reading hides
 * messages from others for a while and is an act on record, so the page reads when it is told to.
 */
export const Screen = () => {
  const { queue = '?' } = useParams();
  const [isRedriving, setRedriving] = useState(false);
  const [dropped, setDropped] = useState<readonly string[]>();
  const [selected, setSelected] = useState<readonly string[]>([]);
  const messages = usePolled({
    key: ['dead-letters', queue],
    ask: (api, signal) => api.deadLetters.read(queue, { limit: 25 }, signal),
    renews: false,
  });
  const isEmpty = messages.data?.messages.length === 0;
  return (
    <Page
      title="Dead-letter queue"
      description={<Copyable text={queue} name="queue" />}
      command={['dlq', 'list', queue]}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button
            iconName="refresh"
            loading={messages.isFetching}
            onClick={() => void messages.refetch()}
          >
            Look again
          </Button>
          <ActionButton
            notNow={isEmpty ? 'The queue is empty.' : undefined}
            onClick={() => setRedriving(true)}
          >
            Send all back
          </ActionButton>
          <ActionButton
            notNow={selected.length === 0 ? 'Select messages first.' : undefined}
            onClick={() => setDropped(selected)}
          >
            Drop selected
          </ActionButton>
        </SpaceBetween>
      }
    >
      <Loaded query={messages} renews={false} what="messages">
        {(found) => <MessageTable found={found} selected={selected} onSelect={setSelected} />}
      </Loaded>
      {isRedriving && <RedriveQueue queue={queue} onDone={() => setRedriving(false)} />}
      {dropped && (
        <DropMessages queue={queue} messageIds={dropped} onDone={() => setDropped(undefined)} />
      )}
    </Page>
  );
};
