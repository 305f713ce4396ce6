import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { parseConfig } from '../../lib/config.ts';
import { defaults } from '../../lib/defaults.ts';
import {
  stripeCaptureAfterMigrate,
  stripeRefunds,
} from '../../lib/orders/payment-providers/stripe.ts';
import { everyStack, everythingConfig } from '../lib/every-stack.ts';

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

const pieces = ['deploying.md', 'payments.md'].flatMap((name) =>
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
    expect(parseConfig('prod', { ...everythingConfig, ...values })).toMatchObject(values);
  });
});

const certificate = (region: string) => `arn:aws:acm:${region}:111111111111:certificate/0b1c`;

const ownDomains = parseConfig('prod', {
  ...everythingConfig,
  delivery: {
    ...everythingConfig.delivery,
    domain: { name: 'files.example.net', certificateArn: certificate('us-east-1') },
    apiDomain: { name: 'go.example.com', certificateArn: certificate('eu-central-1') },
    webAclArn: 'arn:aws:wafv2:us-east-1:111111111111:global/webacl/keepsake/1',
  },
});

/** What a template shows of a service, and how the document calls it where that is another name. */
const spelled: Readonly<Record<string, string>> = {
  ApiGatewayV2: 'API Gateway',
  StepFunctions: 'Step Functions',
  Events: 'EventBridge',
  acm: 'ACM',
  wafv2: 'WAF',
  secretsmanager: 'Secrets Manager',
};

const templates = JSON.stringify(
  Object.values(everyStack(ownDomains)).map((template) => template.toJSON()),
);
const used = [
  ...new Set(
    [...templates.matchAll(/AWS::(\w+)::|arn:aws:(acm|wafv2):|resolve:(secretsmanager):/g)].map(
      (found) => found.slice(1).find(Boolean),
    ),
  ),
];

describe('the policy for a deployment that is no administrator', () => {
  const [policy = ''] = /the policy needs[\s\S]*?\n\n/.exec(docs('deploying.md')) ?? [];

  it.each(used)('covers %s', (service = '') => {
    expect(policy).toMatch(new RegExp(`\\b${spelled[service] ?? service}\\b`));
  });
});
