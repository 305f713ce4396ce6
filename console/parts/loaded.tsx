import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { type FailedCall, problemText } from '../words/problem-text.ts';
import { Name } from './name.tsx';

const slowMs = 5_000;

const alertTypes = {
  refused: 'warning',
  missing: 'info',
  throttled: 'warning',
  down: 'error',
  failed: 'error',
} as const;

type ProblemProps = { error: unknown; of: FailedCall; onRetry?: () => void };

/** A failed call in words, which are read out, with a button that tries again. */
export const Problem = ({ error, of, onRetry }: ProblemProps) => {
  const { kind, title, todo } = problemText(error, of);
  return (
    <div role="alert">
      <Alert
        type={alertTypes[kind]}
        header={title}
        action={onRetry && <Button onClick={onRetry}>Try again</Button>}
      >
        <Name text={todo} />
      </Alert>
    </div>
  );
};

export type LoadedProps<T> = {
  query: Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch'>;
  /** False: the page does not ask again by itself. */
  renews?: boolean;
  /** Name of the loaded data, for "Loading …". */
  what: string;
  children: (data: T) => ReactNode;
};

/**
 * Shows an answer, or why there is none. An answer that could not be renewed stays, below a warning
 * that it is old. A list that leaves damaged records out names them.
 */
export const Loaded = <T,>({ query, renews = true, what, children }: LoadedProps<T>) => {
  const { data, error, refetch } = query;
  const of = renews ? 'page' : 'action';
  const problem = error && <Problem error={error} of={of} onRetry={() => void refetch()} />;
  if (data === undefined) return problem ?? <Waiting what={what} />;
  const leftOut = leftOutOf(data);
  return (
    <SpaceBetween size="m">
      {problem && (
        <>
          {problem}
          <StatusIndicator type="warning">What you see below may be out of date.</StatusIndicator>
        </>
      )}
      {leftOut.length > 0 && <LeftOut ids={leftOut} />}
      {children(data)}
    </SpaceBetween>
  );
};

/** After five seconds, says that it takes long: a screen never stands still without a word. */
const Waiting = ({ what }: { what: string }) => {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), slowMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <StatusIndicator type="loading">
      {isSlow ? `Loading ${what}. The API is slow; the page goes on waiting.` : `Loading ${what}`}
    </StatusIndicator>
  );
};

/** Ids that a list names because it leaves their records out. */
const leftOutOf = (data: unknown): readonly string[] => {
  const { unreadable } = (data ?? {}) as { unreadable?: readonly string[] };
  return Array.isArray(unreadable) ? unreadable : [];
};

/** A list without damaged records looks complete, and is not. */
const LeftOut = ({ ids }: { ids: readonly string[] }) => (
  <Alert type="warning" header="Some records cannot be read">
    <Name text={`They are damaged, and missing below: ${ids.join(', ')}`} />
  </Alert>
);
