import SpaceBetween from '@cloudscape-design/components/space-between';
import { Page } from '../../parts/page.tsx';
import { DeadLetters } from './dead-letters.tsx';
import { NeedsYou } from './needs-you.tsx';
import { RunningBatches } from './running-batches.tsx';
import { StoredBytes } from './stored-bytes.tsx';

/** `/`: what needs a person first, then what runs, then what is stored. */
export const Screen = () => (
  <Page
    title="Overview"
    description="What needs a person comes first. The page renews itself."
    command={['stats']}
  >
    <SpaceBetween size="l">
      <NeedsYou />
      <DeadLetters />
      <RunningBatches />
      <StoredBytes />
    </SpaceBetween>
  </Page>
);
