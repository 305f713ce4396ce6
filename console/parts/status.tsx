import StatusIndicator, {
  type StatusIndicatorProps,
} from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';

type StatusProps = { type: StatusIndicatorProps.Type; children: ReactNode };

/** A state with its sign, for tables: its words are never broken inside. */
export const Status = ({ type, children }: StatusProps) => (
  <StatusIndicator type={type}>
    <span className="keepsake-status">{children}</span>
  </StatusIndicator>
);
