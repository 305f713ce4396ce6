import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { parseConfig } from '../../lib/config.ts';
import { defaults } from '../../lib/defaults.ts';
import {
  stripeCaptureAfterMigrate,
  stripeRefunds,
} from '../../lib/orders/payment-providers/stripe.ts';
import { everythingConfig } from '../lib/every-stack.ts';

const docs = (name: string): string =>
  readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

const names = { defaults, stripeRefunds, stripeCaptureAfterMigrate };

/**
 * What a piece of lib/config.ts says of a stage, or the whole entry of `prod`; its imports are
 * ours.
 */
const valuesOf = (piece: string): object => {
  const values = stripTypeScriptTypes(`({${piece.replace(/^import .*$/gm, '')}})`);
  const said = new Function(...Object.keys(names), `return ${values}`)(...Object.values(names));
  return said.prod ?? said;
};

const pieces = ['deploying.md', 'payments.md', 'scans.md'].flatMap((name) =>
  [...docs(name).matchAll(/```ts\n([\s\S]*?)```/g)].map(([, piece = '']) => ({
    name,
    piece,
    first: piece.trim().split('\n')[0],
  })),
);

describe('every piece of configuration that is shown', () => {
  it('is found', () => {
    expect(pieces.length).toBeGreaterThan(4);
  });

  it.each(pieces)('$name, $first: a stage may say that', ({ piece }) => {
    const values = valuesOf(piece);
    expect(
      parseConfig('prod', { ...everythingConfig, variants: undefined, ...values }),
    ).toMatchObject(values);
  });
});
