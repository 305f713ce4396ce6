import { type Check, expectEqual, expectThat } from '../check.ts';
import type { DeployedStage } from '../deployed-stage.ts';
import { oncePerStage } from '../once-per-stage.ts';
import { paidOrderOf } from '../paid-order.ts';
import { spoiled, unsigned, withQuery } from '../spoiled-url.ts';

const remedy = 'do not print links: see docs/delivery.md and the behaviors, key group and origin access of the distribution';
const onlyAws = 'it has no CloudFront';
const noDistribution = 'no distribution: this stage has no signing keys';

type Delivered = { url: string; key: string } | undefined;

/** A kept file's signed URL; none where storage signs its own. */
const deliveredOf = oncePerStage(async (stage: DeployedStage): Promise<Delivered> => {
  const { kept, api } = await paidOrderOf(stage);
  const [file] = kept.files;
  const path = `/orders/${kept.orderId}/files/${file?.role}?format=json`;
  const response = await fetch(`${stage.apiUrl}${path}`, { headers: { authorization: `Bearer ${api.token}` } });
  const { url, source } = (await response.json()) as { url: string; source: string };
  return source === 'cloudfront' ? { url, key: file?.permanentKey ?? '' } : undefined;
});

const statusOf = async (url: string, headers: Record<string, string> = {}): Promise<number> => (await fetch(url, { headers })).status;

const check = (name: string, look: (found: NonNullable<Delivered>, stage: DeployedStage) => Promise<string>): Check => ({
  name,
  remedy,
  onlyAws,
  async run(stage) {
    const found = await deliveredOf(stage);
    return found ? look(found, stage) : noDistribution;
  },
});

/** What CloudFront gives away, and what it does not. */
export const deliveryChecks: readonly Check[] = [
  check('CloudFront serves a signed URL, and refuses it without its signature or with another', async ({ url }) => {
    expectEqual('the answer to the signed URL', await statusOf(url), 200);
    expectEqual('the answer without a signature', await statusOf(unsigned(url)), 403);
    expectEqual('the answer to another signature', await statusOf(spoiled(url, 'signature')), 403);
    expectEqual('the answer to another path', await statusOf(spoiled(url, 'path')), 403);
    return '200, 403, 403, 403';
  }),
  check('nothing a URL says changes the type of what CloudFront serves', async ({ url }) => {
    const own = (await fetch(url)).headers.get('content-type');
    const asked = await fetch(withQuery(url, 'response-content-type', 'text/html'));
    expectThat(asked.status === 403 || asked.headers.get('content-type') === own, `the type became ${asked.headers.get('content-type')}`);
    return own ?? '';
  }),
  check('S3 itself refuses what CloudFront serves, and CloudFront lists nothing', async ({ url, key }, { filesBucket, operator }) => {
    expectEqual('the answer of S3', await statusOf(`https://${filesBucket}.s3.${operator.region}.amazonaws.com/${key}`), 403);
    const { origin } = new URL(url);
    for (const path of ['/', '/?list-type=2']) expectEqual(`the answer to ${path}`, await statusOf(`${origin}${path}`), 403);
    return '403';
  }),
  check('CloudFront answers ranges, from its cache the second time', async ({ url }) => {
    expectEqual('the answer to a range', await statusOf(url, { range: 'bytes=0-99' }), 206);
    const again = await fetch(url, { headers: { range: 'bytes=0-99' } });
    const cache = again.headers.get('x-cache') ?? 'no x-cache header';
    expectThat(/hit/i.test(cache), `the second answer was no cache hit but: ${cache}`);
    return cache;
  }),
];
