import Box from '@cloudscape-design/components/box';
import { Fragment } from 'react';
import { localTime, utcTime } from '../words/time-text.ts';

/** A time as on this computer's clock, and in UTC as logs have it. */
export const When = ({ at }: { at: string | undefined }) => {
  if (at === undefined) return <>–</>;
  return (
    <time dateTime={at}>
      {localTime(at)
        .split(' ')
        .map((part) => (
          <Fragment key={part}>
            <span className="keepsake-when">{part}</span>{' '}
          </Fragment>
        ))}
      <Box variant="small" color="text-body-secondary" display="inline">
        {utcTime(at)}
      </Box>
    </time>
  );
};
