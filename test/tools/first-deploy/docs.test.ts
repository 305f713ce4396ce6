import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { ZodObject } from 'zod';
import { configSchema } from '../../../lib/config-schema.ts';
import { allChecks } from '../../../tools/first-deploy/all-checks.ts';

const docs = (name: string): string =>
  readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');

/** Dotted names of every value a stage decides. */
const namesIn = ({ shape }: ZodObject): string[] =>
  Object.entries(shape).flatMap(([name, schema]) => {
    const inner = 'shape' in schema ? namesIn(schema as ZodObject) : [];
    return inner.length > 0 ? inner.map((rest) => `${name}.${rest}`) : [name];
  });

describe('docs/first-deploy.md', () => {
  it.each(allChecks.map(({ name }) => name))('explains the check: %s', (name) => {
    expect(docs('first-deploy.md')).toContain(`| ${name} |`);
  });
});

describe('docs/deploying.md and docs/delivery.md', () => {
  it.each(namesIn(configSchema).filter((name) => name !== 'stage'))(
    'explains the setting %s',
    (name) => {
      const [group, value] = name.split(/\.(.*)/);
      if (group === 'delivery') expect(docs('delivery.md')).toContain(`| \`${value}\``);
      else expect(docs('deploying.md')).toContain(`| \`${name}\``);
    },
  );
});
