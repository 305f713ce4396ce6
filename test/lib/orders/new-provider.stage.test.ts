import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import type { Config } from '../../../lib/config-schema.ts';
import { sentRequest } from '../sent-request.ts';
import { keepsake, propertiesOf } from '../synthesize.ts';

const configFile = 'lib/config.ts';
const providerFile = 'lib/orders/payment-providers/acme.ts';

/** Payments in cents, and refunds by a call with JSON. */
const provider = `import type { Config } from '../../config-schema.ts';
export const acmePayments = (payment: Config['payment']): Config['payment'] => ({
  ...payment,
  source: 'acme.payments',
  detailType: 'charge.paid',
  mapping: {
    orderId: 'detail.reference',
    paymentId: 'detail.charge.id',
    amountValue: 'detail.charge.cents',
    currency: 'detail.charge.currency',
    unit: 'minor',
  },
});
export const acmeRefunds = (secretName: string): NonNullable<Config['refund']> => ({
  failed: {
    endpoint: 'https://api.acme.example/charges/*/refunds',
    path: ['$.detail.payment.paymentId'],
    connection: { header: 'X-Api-Key', secretName },
    headers: { 'Idempotency-Key': '$.detail.refund.idempotencyKey' },
    body: { order: '$.detail.orderId' },
    ratePerSecond: 5,
  },
});
`;

const added = `  acme: {
    ...defaults.dev,
    payment: acmePayments(defaults.dev.payment),
    refund: acmeRefunds('keepsake/acme/provider'),
  },
  dev: defaults.dev,
`;

const paid = {
  source: 'acme.payments',
  detail: { reference: 'ord_1', charge: { id: 'ch_1', cents: 4990, currency: 'eur' } },
};

const failed = {
  source: 'keepsake.orders',
  'detail-type': 'OrderMigrationFailed',
  detail: {
    orderId: 'ord_1',
    payment: { paymentId: 'ch_1' },
    refund: { requested: true, idempotencyKey: 'refund-ord_1-ch_1' },
  },
};

const tried = `import { mapPayment } from './core/orders/model/map-payment.ts';
import { stageConfig as configOf } from './lib/config.ts';
const config = configOf('acme');
const payment = mapPayment(${JSON.stringify(paid)}, config.payment.mapping);
console.log(JSON.stringify({ config, payment }));
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keepsake-provider-'));
  for (const part of ['core', 'lib', 'adapters', 'package.json', 'tsconfig.json'])
    cpSync(part, join(folder, part), { recursive: true });
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, providerFile), provider);
  const config = readFileSync(configFile, 'utf8');
  const line = '  dev: defaults.dev,\n';
  expect(config).toContain(line);
  const from = "import { acmePayments, acmeRefunds } from './orders/payment-providers/acme.ts';\n";
  writeFileSync(join(folder, configFile), from + config.replace(line, added));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('adding a payment provider', () => {
  const read = (): { config: Config; payment: unknown } => {
    writeFileSync(join(folder, 'try.ts'), tried);
    const said = execFileSync(process.execPath, ['--no-warnings', 'try.ts'], { cwd: folder });
    return JSON.parse(said.toString());
  };

  it('takes two files, and the compiler asks for no other', () => {
    const { stdout } = spawnSync('diff', ['-rq', 'lib', join(folder, 'lib')]);
    expect(stdout.toString().trim().split('\n')).toEqual([
      expect.stringContaining(configFile),
      `Only in ${join(folder, 'lib/orders/payment-providers')}: acme.ts`,
    ]);
    writeFileSync(
      join(folder, 'tsconfig.one.json'),
      JSON.stringify({ extends: './tsconfig.json', include: [configFile] }),
    );
    const tsc = join(process.cwd(), 'node_modules/.bin/tsc');
    const checked = spawnSync(tsc, ['--noEmit', '-p', 'tsconfig.one.json'], { cwd: folder });
    expect(checked.stdout.toString()).toBe('');
  });

  it('lets its payments pay an order', () => {
    expect(read().payment).toMatchObject({
      orderId: 'ord_1',
      paymentId: 'ch_1',
      amount: { value: 49.9, currency: 'EUR' },
    });
  });

  it('sends it the refund of an order that fails', () => {
    const { refunds } = keepsake(read().config);
    if (!refunds) throw new Error('there is no Refunds stack');
    const template = Template.fromStack(refunds);
    const one = (type: string) => propertiesOf(template, type)[0]?.[1];
    const rule = one('AWS::Events::Rule');
    const call = {
      rule,
      target: rule.Targets[0],
      destination: one('AWS::Events::ApiDestination'),
      connection: one('AWS::Events::Connection'),
    };
    expect(sentRequest(call, failed)).toEqual({
      method: 'POST',
      url: 'https://api.acme.example/charges/ch_1/refunds',
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        'X-Api-Key': '<secret>',
        'Idempotency-Key': 'refund-ord_1-ch_1',
      },
      body: { order: 'ord_1' },
    });
  });
});
