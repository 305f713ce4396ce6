import { cloudFrontRegion, stackNameOf } from '../../../../lib/shared/stage-stacks.ts';
import { expectThat } from '../../check.ts';
import type { AccountProbe } from '../account-probe.ts';
import type { PreflightCheck } from '../preflight-check.ts';
import { type QuotaNeed, quotaNeeds } from './quota-needs.ts';

/** Services that are one for all regions tell their quotas in N. Virginia. */
const global: readonly string[] = ['cloudfront', 'iam', 'wafv2'];

/** The quota that the account has, where Service Quotas tells it; the default otherwise. */
const limitOf = async (probe: AccountProbe, { service, named, standard }: QuotaNeed) => {
  const region = global.includes(service) ? cloudFrontRegion : probe.region;
  const told = await probe.quotas(service, region).catch(() => ({}));
  const [, limit] = Object.entries<number>(told).find(([name]) => named.test(name)) ?? [];
  return limit === undefined
    ? { limit: standard, from: 'AWS’s default; Service Quotas does not tell it' }
    : { limit, from: 'Service Quotas' };
};

/** What others use; a stage that is deployed already is among them, and needs no more. */
const usedOf = async (probe: AccountProbe, { has }: QuotaNeed, need: number) => {
  if (has === undefined || need === 0) return undefined;
  const name = stackNameOf(probe.config.stage, 'Delivery');
  const isDeployed = (await probe.stackStatus(name, probe.region)) !== undefined;
  return isDeployed ? undefined : probe.cloudFrontHas(has);
};

const number = (value: number): string => value.toLocaleString('en-US');

const checkOf = (quota: QuotaNeed): PreflightCheck => ({
  name: `quota: ${quota.what}`,
  remedy:
    `ask for more at Service Quotas (${quota.service}), or remove what nothing uses: ` +
    `https://docs.aws.amazon.com/${quota.document}`,
  async run(probe) {
    const need = quota.need(await probe.templates());
    if (need === 0) return { skipped: 'the stage needs none' };
    const [{ limit, from }, used] = await Promise.all([
      limitOf(probe, quota),
      usedOf(probe, quota, need),
    ]);
    const text =
      `needs ${number(need)} of ${number(limit)} (${from})` +
      (used === undefined ? '' : `; the account has ${number(used)}`);
    expectThat(need + (used ?? 0) <= limit, text);
    return text;
  },
});

/** Every quota of the account that the stage can meet, beside Lambda's concurrency. */
export const quotaChecks: readonly PreflightCheck[] = quotaNeeds.map(checkOf);
