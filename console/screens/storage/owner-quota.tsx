import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { OwnerQuota as Quota } from '@keepsake/client/operator';
import { usePolled } from '../../api/polling.ts';
import { CommandLine } from '../../parts/command-line.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { TextFilter } from '../../parts/text-filter.tsx';
import { useUrlFilter } from '../../parts/url-filter.ts';
import { amountText } from '../../words/batch-words.ts';

/** How much an owner holds in temporary storage, and how much they may. */
export const OwnerQuota = () => {
  const ownerId = useUrlFilter().get('owner');
  return (
    <Container header={<Header variant="h2">Quota of an owner</Header>}>
      <SpaceBetween size="m">
        <TextFilter
          name="owner"
          label="Owner"
          description="A user’s or session’s id. Press Enter."
          placeholder="usr_…"
        />
        {ownerId === undefined ? (
          <Box>Type an owner’s id to see what they hold.</Box>
        ) : (
          <OfOwner key={ownerId} ownerId={ownerId} />
        )}
      </SpaceBetween>
    </Container>
  );
};

const OfOwner = ({ ownerId }: { ownerId: string }) => {
  const quota = usePolled({
    key: ['quota', ownerId],
    ask: (api, signal) => api.quota(ownerId, signal),
  });
  return (
    <SpaceBetween size="m">
      <Loaded query={quota} what="the quota">
        {(found) => <Held quota={found} />}
      </Loaded>
      <CommandLine words={['owners', 'quota', ownerId]} />
    </SpaceBetween>
  );
};

const Held = ({ quota: { held, limit } }: { quota: Quota }) => (
  <ProgressBar
    label="Held in temporary storage"
    value={Math.max(share(held.files, limit.files), share(held.bytes, limit.bytes))}
    description={amountText(held)}
    additionalInfo={`at most ${amountText(limit)}`}
  />
);

const share = (held: number, limit: number): number =>
  limit === 0 ? 100 : Math.min(100, Math.round((held / limit) * 100));
