import { describe, expect, it } from '@jest/globals';
import { defaultConfig, parseConfig } from '../../../lib/config.ts';
import { everyStack, everythingConfig } from '../every-stack.ts';
import { apiOf } from '../stacks/api-template.ts';
import { flatten, functionsOf, keepsake, propertiesOf } from '../synthesize.ts';

const stacks = everyStack();
const { observability, service } = stacks;
if (!observability || !service) throw new Error('prod has both');

const [[, dashboard] = ['', undefined]] = propertiesOf(observability, 'AWS::CloudWatch::Dashboard');

type Widget = {
  properties: { title: string; metrics?: unknown[][]; query?: string; region: string };
};

const widgets = new Map(
  (JSON.parse(flatten(dashboard.DashboardBody)).widgets as Widget[]).map(({ properties }) => [
    properties.title,
    properties,
  ]),
);

const textOf = (title: string): string => JSON.stringify(widgets.get(title)?.metrics ?? '');

describe('the dashboard', () => {
  it.each([
    ['Orders', ['OrdersCompleted', 'OrdersFailed', 'AttemptsCompensated']],
    ['Success rate', ['100 * kept / (kept + failed)']],
    ['Order migration, ms', ['"p50"', '"p95"', '"p99"']],
    ['Payment to permanent storage, ms', ['"p50"', '"p95"', '"p99"']],
    ['Kept', ['FilesKept', 'BytesKept']],
    ['Uploads', ['UploadsCreated', 'UploadsCompleted', 'UploadsQuarantined']],
    ['Temporary files that should have expired (sample)', ['TemporaryFilesOverdue']],
    ['Batches: records', ['BatchRecordsKept', 'BatchRecordsFailed']],
    ['API latency, ms', ['"Latency"', '"p95"']],
    ['API errors', ['"4xx"', '"5xx"']],
    ['Function errors', ['"Errors"']],
    ['Function throttles', ['"Throttles"']],
    ['Lambda concurrency of the account, %', ['SERVICE_QUOTA']],
    ['Dead letters', ['ApproximateNumberOfMessagesVisible']],
    ['Age of the oldest dead letter, s', ['ApproximateAgeOfOldestMessage']],
    ['Storage, $ a month', ['BucketSizeBytes', 'IntelligentTieringFAStorage']],
    ['Requests, $ a day', ['Invocations', 'ConsumedWriteCapacityUnits', 'ExecutionsStarted']],
    ['CloudFront: cache hit rate, %', ['CacheHitRate', 'us-east-1']],
  ])('shows %s', (title, parts) => {
    for (const part of parts) expect(textOf(title)).toContain(part);
  });

  it('has every function in its row of errors', () => {
    expect(widgets.get('Function errors')?.metrics).toHaveLength(functionsOf(apiOf(stacks)).size);
  });

  it.each([
    ['Requests and latency by route', ['pct(latencyMs, 95)', 'by route']],
    ['Errors by route (5xx)', ['status >= 500', 'by route']],
    ['Throttled by route (429)', ['status = 429', 'by route']],
  ])('shows %s, from the access log', (title, parts) => {
    const query = widgets.get(title)?.query ?? '';
    expect(query).toContain("SOURCE '<Service.HttpApiAccessLogs>'");
    for (const part of parts) expect(query).toContain(part);
  });

  it('has every dead-letter queue in its row', () => {
    const queues = propertiesOf(service, 'AWS::SQS::Queue').filter(([name]) =>
      name.includes('DeadLetters'),
    );
    expect(widgets.get('Dead letters')?.metrics).toHaveLength(queues.length);
  });

  it('stays within what one dashboard and one graph may hold', () => {
    const counts = [...widgets.values()].map(({ metrics = [] }) => metrics.length);
    expect(Math.max(...counts)).toBeLessThanOrEqual(500);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(2_500);
  });

  it('writes prices as numbers metric math can read', () => {
    expect(textOf('Requests, $ a day')).not.toMatch(/\de-\d/);
  });
});

describe('the budget', () => {
  const [[, budget] = ['', undefined]] = propertiesOf(observability, 'AWS::Budgets::Budget');

  it('counts what is tagged with this stage', () => {
    expect(budget.Budget).toMatchObject({
      BudgetLimit: { Amount: 200, Unit: 'USD' },
      CostFilters: { TagKeyValue: ['user:stage$prod'] },
    });
  });

  it('tells the operators at four fifths, and when the forecast goes over it', () => {
    const told = budget.NotificationsWithSubscribers.map(({ Notification, Subscribers }: never) => [
      Notification,
      Subscribers,
    ]);
    expect(told).toMatchObject([
      [
        { NotificationType: 'ACTUAL', Threshold: 80 },
        [{ Address: 'operators@example.com', SubscriptionType: 'EMAIL' }],
      ],
      [{ NotificationType: 'FORECASTED', Threshold: 100 }, [{ Address: 'operators@example.com' }]],
    ]);
  });

  it('has another name when other people hear of it: AWS makes it anew before the old one goes', () => {
    const nameOf = (changes: object) => {
      const { observability: changed } = everyStack({ ...everythingConfig, ...changes });
      const [[, made] = ['', undefined]] = changed
        ? propertiesOf(changed, 'AWS::Budgets::Budget')
        : [];
      return made.Budget.BudgetName;
    };
    const { observability: settings } = everythingConfig;
    const sameEmails = { observability: { ...settings, monthlyBudgetUsd: 300 } };
    expect(nameOf(sameEmails)).toBe(budget.Budget.BudgetName);
    const more = { alertEmails: [...everythingConfig.alertEmails, 'new@example.com'] };
    expect(nameOf(more)).not.toBe(budget.Budget.BudgetName);
  });

  it('is refused where nobody would hear of it', () => {
    expect(() => parseConfig('prod', { ...everythingConfig, alertEmails: [] })).toThrow(
      /observability\.monthlyBudgetUsd.*alertEmails/,
    );
  });

  it('is none unless it is configured', () => {
    const { observability: without } = everyStack(defaultConfig('prod'));
    expect(without && propertiesOf(without, 'AWS::Budgets::Budget')).toEqual([]);
  });
});

describe('where CloudFront is watched', () => {
  it('has its alarm and a topic of its own in us-east-1, where CloudFront reports', () => {
    const { edgeAlarms } = keepsake(everythingConfig);
    expect(edgeAlarms?.region).toBe('us-east-1');
    expect(edgeAlarms?.account).toBe('111111111111');
  });

  it('has none before the distribution is known: its id is configured after the first deployment', () => {
    expect(keepsake(defaultConfig('prod')).edgeAlarms).toBeUndefined();
  });

  it('pays for the cache hit rate only where it is asked for', () => {
    const subscriptions = (stage: 'prod' | 'dev') => {
      const { observability: stack } = everyStack(defaultConfig(stage));
      return stack && propertiesOf(stack, 'AWS::CloudFront::MonitoringSubscription').length;
    };
    expect([subscriptions('prod'), subscriptions('dev')]).toEqual([1, 0]);
  });
});

describe('the local stage', () => {
  it('has no dashboard and no such alarms: the emulator has no metric math', () => {
    const { observability: stack, edgeAlarms } = keepsake(defaultConfig('local'), []);
    expect([stack, edgeAlarms]).toEqual([undefined, undefined]);
  });
});
