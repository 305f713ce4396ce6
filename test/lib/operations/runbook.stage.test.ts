import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { alertMetrics } from '../../../lambdas/shared/counted.ts';
import { parseConfig } from '../../../lib/config.ts';
import { workersIn } from '../../../lib/operations/observed-parts.ts';
import { everyStack, everythingConfig, frontDoorConfig } from '../every-stack.ts';
import { keepsake, propertiesOf, templatesOf } from '../synthesize.ts';

const runbook = readFileSync(new URL('../../../docs/runbook.md', import.meta.url), 'utf8');

const sections = new Map(
  runbook
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.split('\n', 1)[0] ?? '', section]),
);

const alarmsOf = (config = frontDoorConfig) =>
  Object.values(everyStack(config)).flatMap((template) =>
    propertiesOf(template, 'AWS::CloudWatch::Alarm').map(([, alarm]) => alarm),
  );

const alarms = alarmsOf(
  parseConfig('prod', {
    ...frontDoorConfig,
    replica: { region: 'eu-west-1', tables: 'export' },
    challenge: { verifyUrl: 'https://challenges.example.com/verify', secretName: 'challenge' },
    gradualDeployment: { percent: 10, minutes: 10 },
  }),
);
const sectionOf = (alarmName: string): string => alarmName.replace('keepsake-prod-', '');

describe('every alarm', () => {
  it.each(alarms.map(({ AlarmName }) => AlarmName))(
    '%s has a section of its name in the runbook',
    (name) => {
      expect(sections.has(sectionOf(name))).toBe(true);
    },
  );

  it('has a name of its own', () => {
    const names = alarms.map(({ AlarmName }) => AlarmName);
    expect(names).toEqual([...new Set(names)]);
  });

  it('links that section in its description', () => {
    for (const { AlarmName, AlarmDescription } of alarms)
      expect(AlarmDescription).toMatch(new RegExp(`docs/runbook\\.md#${sectionOf(AlarmName)}$`));
  });

  it('links where the runbook can be opened, once that is configured', () => {
    const runbookUrl = 'https://wiki.example.com/keepsake/runbook';
    const observability = { ...everythingConfig.observability, runbookUrl };
    const [{ AlarmDescription } = { AlarmDescription: '' }] = alarmsOf(
      parseConfig('prod', { ...everythingConfig, observability }),
    );
    expect(AlarmDescription).toContain(` ${runbookUrl}#`);
  });

  it('tells somebody', () => {
    for (const { AlarmActions } of alarms) expect(AlarmActions).toHaveLength(1);
  });
});

const preface = ['Where to look', 'Hold payments back', 'Alarms', 'Alerts'];
const named = [...sections].filter(([title]) => !preface.includes(title));

describe('every section of the runbook', () => {
  it.each(named)(
    '%s: what it means, how to see it, how to repair it, how to know it is over',
    (_title, text) => {
      for (const part of ['**Means**', '**See**', '**Repair**', '**Over when**'])
        expect(text).toContain(part);
    },
  );

  it('is about an alarm, an alert or the budget', () => {
    const known = new Set([
      ...alarms.map(({ AlarmName }) => sectionOf(AlarmName)),
      ...Object.keys(alertMetrics),
      'budget',
    ]);
    expect(named.map(([title]) => title).filter((title) => !known.has(title))).toEqual([]);
  });

  it('is there for every kind of alert', () => {
    for (const kind of Object.keys(alertMetrics)) expect(sections.has(kind)).toBe(true);
  });
});

const { consumers, scheduled } = workersIn(keepsake(everythingConfig).service);
const functionsNamed = [
  ...consumers.map((lambda) => ({ lambda, alarm: 'consumers-failing' })),
  ...scheduled.map((lambda) => ({ lambda, alarm: 'schedules-failing' })),
].map(({ lambda, alarm }) => ({ alarm, name: lambda.node.scope?.node.id ?? 'none' }));
const lambdas = globSync('lambdas/*/*.function.ts', { cwd: new URL('../../..', import.meta.url) });
const ofQueues = lambdas
  .filter((file) => readFileSync(file, 'utf8').includes('queueHandler('))
  .map((file) => basename(file, '.function.ts'));

describe('an alarm about several functions', () => {
  it.each(functionsNamed)('$alarm names $name', ({ alarm, name }) => {
    expect(sections.get(alarm)).toContain(name);
  });

  it.each(ofQueues)('messages-returned names %s', (name) => {
    expect(sections.get('messages-returned')).toContain(name);
  });
});

describe('payments that have to wait', () => {
  it('wait in their queue: an event that finds its rule disabled is lost', () => {
    expect(runbook).not.toContain('disable-rule');
  });

  it('meet no rule that is deployed disabled', () => {
    const rules = propertiesOf(templatesOf(everythingConfig).service, 'AWS::Events::Rule');
    expect(rules.length).toBeGreaterThan(0);
    for (const [, { State }] of rules) expect(State).toBe('ENABLED');
  });

  it('are held back by what the runbook finds by name', () => {
    const [, name = 'none'] =
      /EventSourceMapping' && contains\(LogicalResourceId, '(\w+)'\)/.exec(runbook) ?? [];
    const mappings = propertiesOf(
      templatesOf(everythingConfig).service,
      'AWS::Lambda::EventSourceMapping',
    ).map(([id]) => id);
    expect(mappings.filter((id) => id.includes(name))).toEqual([
      'PaymentIntakereceivepaymentFunctionMessages',
    ]);
  });
});
