import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useParams } from 'react-router';
import { usePolled } from '../../api/polling.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { Copyable } from '../../parts/copyable.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Page } from '../../parts/page.tsx';
import { useSession } from '../../session/session.ts';
import { DropMessages } from './drop-messages.tsx';
import { MessageTable } from './message-table.tsx';
import { RedriveQueue } from './redrive-queue.tsx';

/**
 * `/dead-letters/:queue`: the messages of a queue; sends them back or removes them. Reading hides
 * messages from others for a while and is an act on record, so the page reads when it is told to.
 */
export const Screen = () => {
  const { queue = '?' } = useParams();
  const mayRead = useSession().role === 'admin';
  const [isRedriving, setRedriving] = useState(false);
  const [dropped, setDropped] = useState<readonly string[]>();
  const [marked, setMarked] = useState<readonly string[]>([]);
  const messages = usePolled({
    key: ['dead-letters', queue],
    ask: (api, signal) => api.deadLetters.read(queue, { limit: 25 }, signal),
    enabled: mayRead,
    renews: false,
  });
  // Only messages on this page: a message that was dropped or taken meanwhile is out of sight.
  const selected = marked.filter((id) =>
    messages.data?.messages.some(({ messageId }) => messageId === id),
  );
  const isEmpty = messages.data?.messages.length === 0;
  return (
    <Page
      title="Dead-letter queue"
      description={<Copyable text={queue} name="queue" />}
      command={['dlq', 'list', queue]}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <ActionButton loading={messages.isFetching} onClick={() => void messages.refetch()}>
            Look again
          </ActionButton>
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
      {mayRead ? (
        <Loaded query={messages} renews={false} what="messages">
          {(found) => <MessageTable found={found} selected={selected} onSelect={setMarked} />}
        </Loaded>
      ) : (
        <Empty title="Viewers do not read messages">
          Reading hides messages from workers for a while. An administrator can do it. The list of
          queues says how many wait in each.
        </Empty>
      )}
      {isRedriving && <RedriveQueue queue={queue} onDone={() => setRedriving(false)} />}
      {dropped && (
        <DropMessages queue={queue} messageIds={dropped} onDone={() => setDropped(undefined)} />
      )}
    </Page>
  );
};
