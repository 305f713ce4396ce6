import Box from '@cloudscape-design/components/box';
import type { ReactNode } from 'react';

/** In place of an empty list: that it is empty, and what to do. */
export const Empty = ({ title, children }: { title: string; children: ReactNode }) => (
  <Box textAlign="center" color="inherit" padding={{ vertical: 'm' }}>
    <Box variant="strong">{title}</Box>
    <Box variant="p" color="text-body-secondary">
      {children}
    </Box>
  </Box>
);
