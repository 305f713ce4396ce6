import { stripTypeScriptTypes } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { parseConfig } from '../../lib/config.ts';
import { defaults } from '../../lib/defaults.ts';
import {
  stripeCaptureAfterMigrate,
  stripeRefunds,
} from '../../lib/orders/payment-providers/stripe.ts';
import { otherPages, snippetsOf } from '../../tools/site/snippets.ts';
import { everythingConfig } from '../lib/every-stack.ts';

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

/** Blocks of TypeScript that use no package of ours are settings of a stage. */
const pieces = otherPages
  .flatMap(snippetsOf)
  .filter(({ language, code }) => language === 'ts' && !/ from '@keepsake\//.test(code))
  .filter(({ page, code }) => page !== 'docs/client.md' || !code.includes('keepsake.'))
  .map(({ page, line, code }) => ({ place: `${page}:${line}`, piece: code }));

const apiDomain = {
  name: 'api.example.com',
  certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/1a2b3c4d',
};

/** A stage that a piece is added to. */
const before = {
  ...everythingConfig,
  variants: undefined,
  delivery: { ...everythingConfig.delivery, apiDomain },
};

describe('every piece of configuration that is shown', () => {
  it('is found', () => {
    expect(pieces.length).toBeGreaterThan(15);
  });

  it.each(pieces)('$place: a stage may say that', ({ piece }) => {
    const values = valuesOf(piece);
    expect(parseConfig('prod', { ...before, ...values })).toMatchObject(values);
  });
});
