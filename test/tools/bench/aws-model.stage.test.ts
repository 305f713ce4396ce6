import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../../../lib/config.ts';
import { bulkDemands } from '../../../tools/bench/aws-model/bulk.ts';
import { modelText } from '../../../tools/bench/aws-model/model.ts';
import { optionFactsOf } from '../../../tools/bench/aws-model/option-facts.ts';
import { optionalStage } from '../../../tools/bench/aws-model/optional-stage.ts';
import { optionDemands } from '../../../tools/bench/aws-model/options.ts';
import { orderDemands } from '../../../tools/bench/aws-model/orders.ts';
import { byShare, shareOf } from '../../../tools/bench/aws-model/quotas.ts';
import { readRecordedFile } from '../../../tools/bench/aws-model/recorded-order.ts';
import { factsOf } from '../../../tools/bench/aws-model/stage-facts.ts';
import { verifyDemands, verifyHours } from '../../../tools/bench/aws-model/verify.ts';
import { templatesOf } from '../../lib/synthesize.ts';

const facts = factsOf(templatesOf(defaultConfig('prod')));
const optional = templatesOf(optionalStage) as unknown as Parameters<typeof optionFactsOf>[0];
const options = optionFactsOf(optional, facts.consumerRuns);
const inputs = { facts, options, recorded: readRecordedFile() };
const page = readFileSync(new URL('../../../tools/bench/aws-model.md', import.meta.url), 'utf8');

describe('tools/bench/aws-model.md', () => {
  it('is what the templates and the recorded calls say: npm run bench:aws-model makes it anew', () => {
    expect(page).toBe(modelText(inputs));
  });
});

describe('1,000 orders a minute of 25 files', () => {
  it('ask no quota for all of it', () => {
    for (const demand of orderDemands(inputs)) expect(shareOf(demand)).toBeLessThan(1);
  });

  it('ask no quota for all of it with every optional part', () => {
    for (const demand of optionDemands(inputs)) expect(shareOf(demand)).toBeLessThan(1);
  });

  it('meet our own throttle before any quota of AWS', () => {
    expect(byShare(orderDemands(inputs))[0]?.quota.document).toBe('lib/defaults.ts');
  });
});

describe('100 million objects', () => {
  it('meet first what S3 takes below one prefix, and nothing else wholly', () => {
    const [first, ...others] = byShare(bulkDemands(facts));
    expect(first?.quota.name).toMatch(/^S3, COPY/);
    for (const demand of others) expect(shareOf(demand)).toBeLessThan(1);
  });
});

describe('the verification of 100 million objects', () => {
  it('asks no quota for all of it, and ends within eight hours', () => {
    for (const demand of verifyDemands(facts)) expect(shareOf(demand)).toBeLessThan(1);
    expect(verifyHours(facts, 100_000_000)).toBeLessThan(8);
  });
});
