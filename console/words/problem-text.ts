/** As much of a failed call as the explanation needs: `KeepsakeProblem` has it. */
type Failed = { status?: unknown; type?: unknown; message?: unknown };

/** A failed call in words: the fact, and the next step. */
export type ProblemText = {
  kind: 'refused' | 'missing' | 'throttled' | 'down' | 'failed';
  title: string;
  todo: string;
};

const messageOf = ({ message }: Failed): string =>
  typeof message === 'string' && message !== '' ? message : 'No reason was given.';

const byStatus: Readonly<
  Record<number, Omit<ProblemText, 'kind'> & { kind: ProblemText['kind'] }>
> = {
  401: {
    kind: 'refused',
    title: 'Your session has ended',
    todo: 'Load the page again to sign in. You come back to this page.',
  },
  403: {
    kind: 'refused',
    title: 'You may not see this',
    todo: 'Ask an administrator to add you to the operators’ or viewers’ group, then sign in anew.',
  },
  404: {
    kind: 'missing',
    title: 'There is no such thing here',
    todo: 'Check the id, and that this is the right stage. It may have been deleted.',
  },
  429: {
    kind: 'throttled',
    title: 'Too many requests',
    todo: 'The API asked to wait. The page asks again by itself.',
  },
};

const down: ProblemText = {
  kind: 'down',
  title: 'The API does not answer',
  todo: 'The page asks again by itself. If it lasts, look at the alarms and the runbook.',
};

/** Explains a failed call. */
export const problemText = (error: unknown): ProblemText => {
  const failed = (typeof error === 'object' && error !== null ? error : {}) as Failed;
  const status = typeof failed.status === 'number' ? failed.status : undefined;
  if (status === 0 || (status !== undefined && status >= 500)) return down;
  const known = status === undefined ? undefined : byStatus[status];
  if (known) return { ...known, todo: `${messageOf(failed)} ${known.todo}` };
  return {
    kind: 'failed',
    title: 'This did not work',
    todo: `${messageOf(failed)} Correct it, then try again.`,
  };
};
