import StatusIndicator, {
  type StatusIndicatorProps,
} from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';

type StatusProps = { type: StatusIndicatorProps.Type; children: ReactNode };

/** A state with its sign, for tables: both stand in one line. */
export const Status = ({ type, children }: StatusProps) => (
  <span className="keepsake-status">
    <StatusIndicator type={type}>{children}</StatusIndicator>
  </span>
);
