import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { StageAlarms } from '@keepsake/client/operator';
import { usePolled } from '../../api/polling.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { Name } from '../../parts/name.tsx';
import { When } from '../../parts/when.tsx';
import { isWebAddress, quietText } from '../../words/health-words.ts';

/** Alarms look at their metrics once a minute at most. */
const restMs = 60_000;

/** The alarms that ring, since when, and where the runbook says what to do. */
export const RingingAlarms = () => {
  const alarms = usePolled({ key: ['alarms'], ask: (api, signal) => api.alarms(signal), restMs });
  return (
    <Container header={<Header variant="h2">Alarms</Header>}>
      <Loaded query={alarms} what="alarms">
        {(found) => <AlarmList found={found} />}
      </Loaded>
    </Container>
  );
};

const AlarmList = ({ found: { alarms, unknown } }: { found: StageAlarms }) => {
  const ringing = alarms.filter(({ state }) => state === 'ringing');
  return (
    <SpaceBetween size="s">
      {ringing.map((alarm) => (
        <Ringing key={alarm.name} alarm={alarm} />
      ))}
      {unknown.map((region) => (
        <StatusIndicator key={region} type="warning">
          <Name text={`The alarms of ${region} could not be read.`} />
        </StatusIndicator>
      ))}
      {ringing.length + unknown.length === 0 && (
        <StatusIndicator type={alarms.every(isQuiet) && alarms.length > 0 ? 'success' : 'info'}>
          {quietText(alarms)}
        </StatusIndicator>
      )}
    </SpaceBetween>
  );
};

type Alarm = StageAlarms['alarms'][number];

const Ringing = ({ alarm: { name, since, means, runbook } }: { alarm: Alarm }) => (
  <div>
    <StatusIndicator type="error">{name}</StatusIndicator> since <When at={since} />
    <Box>
      <Name text={means} /> <Runbook at={runbook} />
    </Box>
  </div>
);

/** A link where the stage says where its runbook is, else its place in the repository. */
const Runbook = ({ at }: { at: string }) =>
  isWebAddress(at) ? (
    <Link external href={at} externalIconAriaLabel="Opens in a new tab">
      What to do
    </Link>
  ) : (
    <Box variant="code" display="inline">
      <Name text={at} />
    </Box>
  );

const isQuiet = ({ state }: Alarm): boolean => state === 'quiet';
