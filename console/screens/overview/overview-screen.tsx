import SpaceBetween from '@cloudscape-design/components/space-between';
import { Page } from '../../parts/page.tsx';
import { DayFigures } from './day-figures.tsx';
import { DeadLetters } from './dead-letters.tsx';
import { NeedsYou } from './needs-you.tsx';
import { RingingAlarms } from './ringing-alarms.tsx';
import { RunningBatches } from './running-batches.tsx';
import { StoredBytes } from './stored-bytes.tsx';

/** `/`: what needs a person first, then the day's figures, running batches and storage. */
export const Screen = () => (
  <Page
    title="Overview"
    description="What needs a person comes first. The page renews itself."
    command={['health']}
  >
    <SpaceBetween size="l">
      <NeedsYou />
      <RingingAlarms />
      <DeadLetters />
      <DayFigures />
      <RunningBatches />
      <StoredBytes />
    </SpaceBetween>
  </Page>
);
