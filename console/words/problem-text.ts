/** As much of a failed call as the explanation needs: `KeepsakeProblem` has it. */
type Failed = { status?: unknown; type?: unknown; message?: unknown };

/** A failed call in words: the fact, and the next step. */
export type ProblemText = {
  kind: 'refused' | 'missing' | 'throttled' | 'down' | 'failed';
  title: string;
  todo: string;
};

/** The call that failed: loading a page, which is retried, or an operator's act. */
export type FailedCall = 'page' | 'action';

type Words = Pick<ProblemText, 'title' | 'todo'>;
type Known = Pick<ProblemText, 'kind'> & Readonly<Record<FailedCall, Words>>;

const missing: Words = {
  title: 'There is no such thing here',
  todo: 'The record may have been deleted, or be in another stage.',
};

const byStatus: Readonly<Record<number, Known>> = {
  401: {
    kind: 'refused',
    page: {
      title: 'Your session has ended',
      todo: 'Load the page again to sign in. You come back to this page.',
    },
    action: {
      title: 'Your session has ended',
      todo: 'Load the page again to sign in, then try again.',
    },
  },
  403: {
    kind: 'refused',
    page: {
      title: 'You may not see this',
      todo:
        'Ask an administrator to add you to the operators’ or viewers’ group, then sign in ' +
        'anew.',
    },
    action: {
      title: 'You may not do this',
      todo: 'Ask an administrator to do it, or to add you to their group; then sign in anew.',
    },
  },
  404: { kind: 'missing', page: missing, action: missing },
  429: {
    kind: 'throttled',
    page: {
      title: 'Too many requests',
      todo: 'The API asked to wait. The page asks again by itself.',
    },
    action: {
      title: 'Too many requests',
      todo: 'The API asked to wait. Try again in a minute.',
    },
  },
};

const noAnswer = 'The API does not answer';
const look = 'look at the alarms and the runbook.';

const down: Known = {
  kind: 'down',
  page: { title: noAnswer, todo: `The page asks again by itself. If it lasts, ${look}` },
  action: {
    title: noAnswer,
    todo:
      'The action may have been done all the same: look first, then try again. ' +
      `If it lasts, ${look}`,
  },
};

/** Explains a failed call. */
export const problemText = (error: unknown, failedCall: FailedCall): ProblemText => {
  const failed = (typeof error === 'object' && error !== null ? error : {}) as Failed;
  const status = typeof failed.status === 'number' ? failed.status : undefined;
  if (status === 0 || (status !== undefined && status >= 500))
    return { kind: down.kind, ...down[failedCall] };
  const known = status === undefined ? undefined : byStatus[status];
  if (known) {
    const { title, todo } = known[failedCall];
    return { kind: known.kind, title, todo: `${messageOf(failed)} ${todo}` };
  }
  const advice = status === undefined ? ['Load the page again.'] : advices(status);
  return {
    kind: 'failed',
    title: 'This did not work',
    todo: [messageOf(failed), ...advice].join(' '),
  };
};

const messageOf = ({ message }: Failed): string =>
  typeof message === 'string' && message !== '' ? message : 'No reason was given.';

/** A record that is gone, or not in the state for it, says itself what to do. */
const advices = (status: number): string[] =>
  status === 409 || status === 410 ? [] : ['Correct it, then try again.'];

/** The last part of a problem's type, which says which one it is: `order-refused`. */
export const problemName = (type: string): string => type.replace(/^urn:keepsake:problem:/, '');
