import { type Check, expectEqual, expectThat } from '../check.ts';
import { deliveredOf } from '../samples/delivered-file.ts';
import { spoiled, unsigned, withQuery } from '../samples/spoiled-url.ts';
import type { DeployedStage } from '../stage/deployed-stage.ts';

const remedy =
  'do not print links: see docs/delivery.md and the behaviors, key group and origin access ' +
  'of the distribution';
const onlyAws = 'it has no CloudFront';
const notWanted = { skipped: 'delivery.enabled is false' };

type Look = (
  found: Awaited<ReturnType<typeof deliveredOf>>,
  stage: DeployedStage,
) => Promise<string>;

const statusOf = async (url: string, headers: Record<string, string> = {}): Promise<number> =>
  (await fetch(url, { headers })).status;

const check = (name: string, look: Look): Check => ({
  name,
  remedy,
  onlyAws,
  async run(stage) {
    return stage.config.delivery.enabled ? look(await deliveredOf(stage), stage) : notWanted;
  },
});

/** Checks of the files that CloudFront serves, and of those that it refuses. */
export const deliveryChecks: readonly Check[] = [
  check(
    'CloudFront serves a signed URL, and refuses it without its signature or with another',
    async ({ url }) => {
      expectEqual('the answer to the signed URL', await statusOf(url), 200);
      expectEqual('the answer without a signature', await statusOf(unsigned(url)), 403);
      expectEqual(
        'the answer to another signature',
        await statusOf(spoiled(url, 'signature')),
        403,
      );
      expectEqual('the answer to another path', await statusOf(spoiled(url, 'path')), 403);
      return '200, 403, 403, 403';
    },
  ),
  check('nothing a URL says changes the type of what CloudFront serves', async ({ url }) => {
    const own = (await fetch(url)).headers.get('content-type');
    const asked = await fetch(withQuery(url, 'response-content-type', 'text/html'));
    expectThat(
      asked.status === 403 || asked.headers.get('content-type') === own,
      `the type became ${asked.headers.get('content-type')}`,
    );
    return String(own);
  }),
  check(
    'S3 itself refuses what CloudFront serves, and CloudFront lists nothing',
    async ({ url, key }, { filesBucket, operator }) => {
      expectEqual(
        'the answer of S3',
        await statusOf(`https://${filesBucket}.s3.${operator.region}.amazonaws.com/${key}`),
        403,
      );
      const { origin } = new URL(url);
      for (const path of ['/', '/?list-type=2'])
        expectEqual(`the answer to ${path}`, await statusOf(`${origin}${path}`), 403);
      return '403';
    },
  ),
  check('CloudFront answers ranges, from its cache the second time', async ({ url }) => {
    expectEqual('the answer to a range', await statusOf(url, { range: 'bytes=0-99' }), 206);
    const again = await fetch(url, { headers: { range: 'bytes=0-99' } });
    const cache = again.headers.get('x-cache') ?? 'no x-cache header';
    expectThat(/hit/i.test(cache), `the second answer was no cache hit but: ${cache}`);
    return cache;
  }),
];
