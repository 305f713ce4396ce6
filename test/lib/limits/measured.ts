import type { Template } from 'aws-cdk-lib/assertions';

// biome-ignore lint/suspicious/noExplicitAny: templates have no types here.
export type Json = any;

/** One thing of a stage that a limit is about, and how much of the limit it takes. */
export type Measured = { what: string; value: number };

/** Templates of a stage by stack. */
export type Stacks = Readonly<Record<string, Template>>;

/** Length that a reference is taken to have once it is resolved: an ARN is about that long. */
const resolved = 'x'.repeat(100);

/** A value as text, with every reference at its resolved length. */
export const textOf = (value: Json): string => {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? '');
  if (value['Fn::Join']) return value['Fn::Join'][1].map(textOf).join(value['Fn::Join'][0]);
  if (value.Ref === 'AWS::URLSuffix') return 'amazonaws.com';
  if (Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::'))) return resolved;
  if (Array.isArray(value)) return `[${value.map(quoted).join(',')}]`;
  return `{${Object.entries(value).map(([key, each]) => `"${key}":${quoted(each)}`)}}`;
};

const isText = (value: Json): boolean =>
  typeof value === 'string' ||
  (typeof value === 'object' &&
    value !== null &&
    Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::')));

const quoted = (value: Json): string => (isText(value) ? `"${textOf(value)}"` : textOf(value));

/** Every resource of a type in a stage, with its properties. */
export const every = (stacks: Stacks, type: string): { what: string; properties: Json }[] =>
  Object.entries(stacks).flatMap(([stack, template]) =>
    Object.entries(template.findResources(type)).map(([id, { Properties = {} }]) => ({
      what: `${stack} ${id}`,
      properties: Properties,
    })),
  );

/** A limit on each resource of a type. */
export const ofEach =
  (type: string, measure: (properties: Json) => number) =>
  (stacks: Stacks): Measured[] =>
    every(stacks, type).map(({ what, properties }) => ({ what, value: measure(properties) }));

/** A limit on how many there are, in one account: of one stage. */
export const howMany =
  (type: string) =>
  (stacks: Stacks): Measured[] => [{ what: type, value: every(stacks, type).length }];

/** A limit on how many of a type belong together. */
export const howManyPer =
  (type: string, group: (properties: Json) => Json) =>
  (stacks: Stacks): Measured[] => {
    const counts = new Map<string, number>();
    for (const { properties } of every(stacks, type)) {
      const key = JSON.stringify(group(properties));
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return [...counts].map(([what, value]) => ({ what, value }));
  };

/** A limit on each template. */
export const ofEachStack =
  (measure: (template: Json) => number) =>
  (stacks: Stacks): Measured[] =>
    Object.entries(stacks).map(([what, template]) => ({ what, value: measure(template.toJSON()) }));

/** The parts of every dashboard: `Fn::Join` with references becomes JSON again. */
export const widgetsOf = (stacks: Stacks): { what: string; widgets: Json[] }[] =>
  every(stacks, 'AWS::CloudWatch::Dashboard').map(({ what, properties }) => ({
    what,
    widgets: JSON.parse(textOf(properties.DashboardBody)).widgets,
  }));

/** Metrics of a widget: each is an array that may end in an object with an expression. */
export const metricsOf = (widget: Json): Json[][] => widget.properties.metrics ?? [];

/** Every metric expression of a stage: of alarms and of dashboards. */
export const expressionsOf = (stacks: Stacks): { what: string; expression: string }[] => [
  ...every(stacks, 'AWS::CloudWatch::Alarm').flatMap(({ what, properties: { Metrics = [] } }) =>
    Metrics.flatMap(({ Expression }: Json) =>
      Expression === undefined ? [] : [{ what, expression: Expression }],
    ),
  ),
  ...widgetsOf(stacks).flatMap(({ what, widgets }) =>
    widgets.flatMap((widget) =>
      metricsOf(widget).flatMap((metric) => {
        const { expression } = metric.at(-1) as { expression?: string };
        return expression === undefined
          ? []
          : [{ what: `${what}: ${widget.properties.title}`, expression }];
      }),
    ),
  ),
];
