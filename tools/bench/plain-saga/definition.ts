/** The steps of the plain saga, a function each. */
export const plainSteps = ['claim', 'copy', 'verify', 'record', 'commit', 'announce'] as const;

export type PlainStep = (typeof plainSteps)[number];

const retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 5 }];

/**
 * The saga as it is usually drawn: a state per step, and per file a state per step. Same job, same
 * adapters, but no compensation and no intent in the ledger, so their cost is not in its price. 16
 * transitions for four files: 4 + 3 per file.
 */
export const plainDefinition = (arns: Record<PlainStep, string>) => ({
  StartAt: 'Claim order',
  States: {
    'Claim order': task(arns.claim, '$', 'For each file'),
    'For each file': {
      Type: 'Map',
      ItemsPath: '$.files',
      MaxConcurrency: 10,
      ResultPath: null,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: 'Copy file',
        States: {
          'Copy file': task(arns.copy, '$.copied', 'Verify file'),
          'Verify file': task(arns.verify, '$.verified', 'Record file'),
          'Record file': task(arns.record, null),
        },
      },
      Next: 'Commit order',
    },
    'Commit order': task(arns.commit, null, 'Announce completion'),
    'Announce completion': task(arns.announce, null),
  },
});

const task = (arn: string, resultPath: string | null, next?: string) => ({
  Type: 'Task',
  Resource: arn,
  ResultPath: resultPath,
  Retry: retry,
  ...(next === undefined ? { End: true } : { Next: next }),
});
