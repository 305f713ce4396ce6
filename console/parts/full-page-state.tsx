import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';

const alertTypes = { error: 'error', refused: 'warning', done: 'success' } as const;

type FullPageStateProps = {
  kind: 'loading' | keyof typeof alertTypes;
  title: string;
  children?: ReactNode;
};

/** A whole page while there is no screen to show: before sign-in, and after sign-out. */
export const FullPageState = ({ kind, title, children }: FullPageStateProps) => (
  <main className="keepsake-full-page">
    <Box variant="h1" padding={{ bottom: 'm' }}>
      Keepsake
    </Box>
    {kind === 'loading' ? (
      <StatusIndicator type="loading">{title}</StatusIndicator>
    ) : (
      <Alert type={alertTypes[kind]} header={title}>
        {children}
      </Alert>
    )}
  </main>
);
