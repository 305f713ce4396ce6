import { type Check, expectEqual, expectThat } from '../check.ts';
import { servedOf } from '../samples/delivered-file.ts';
import { announceFile } from '../samples/presigned-upload.ts';
import type { DeployedStage } from '../stage/deployed-stage.ts';
import { aVisitor } from '../stage/visitor.ts';

const remedy = 'set allowedOrigins in lib/config.ts to where your pages come from, and deploy';

type Preflight = { url: string; origin: string; method: string; headers: readonly string[] };

// The preflight request of a browser.
const preflight = ({ url, origin, method, headers }: Preflight): Promise<Response> =>
  fetch(url, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': method,
      'access-control-request-headers': headers.join(','),
    },
  });

const expectAllowed = async ({ headers, status }: Response, wanted: Preflight): Promise<void> => {
  expectThat(status < 300, `the preflight is answered with ${status}`);
  expectEqual(
    'access-control-allow-origin',
    headers.get('access-control-allow-origin'),
    wanted.origin,
  );
  const allowed = headers.get('access-control-allow-headers')?.toLowerCase();
  const missing = wanted.headers.filter((name) => !allowed?.includes(name));
  expectThat(
    missing.length === 0,
    `the headers ${missing.join(', ')} are not allowed, only "${allowed}"`,
  );
};

const expectForeignRefused = async (wanted: Preflight): Promise<void> => {
  const { headers } = await preflight({ ...wanted, origin: 'https://first-deploy.invalid' });
  expectEqual(
    'access-control-allow-origin for a foreign page',
    headers.get('access-control-allow-origin'),
    null,
  );
};

const checkPreflight = async (wanted: Preflight): Promise<string> => {
  await expectAllowed(await preflight(wanted), wanted);
  await expectForeignRefused(wanted);
  return wanted.origin;
};

// A GET without a preflight, as `fetch` and an audio element of a page send it.
const allowedFor = async (url: string, origin: string): Promise<string | null> =>
  (await fetch(url, { headers: { origin } })).headers.get('access-control-allow-origin');

// Checks the headers that a page may read of one of our own answers, not the gateway's.
const expectReadable = async (stage: DeployedStage, origin: string): Promise<void> => {
  const { token } = await aVisitor(stage);
  const answer = await fetch(`${stage.apiUrl}/orders/ord_first-deploy`, {
    headers: { authorization: `Bearer ${token}`, origin },
  });
  expectEqual(
    'access-control-allow-origin of an answer',
    answer.headers.get('access-control-allow-origin'),
    origin,
  );
  const exposed = answer.headers
    .get('access-control-expose-headers')
    ?.split(/\s*,\s*/)
    .sort()
    .join();
  expectEqual('access-control-expose-headers', exposed, 'idempotent-replayed,retry-after');
};

/** Pages of the configured origins may upload and call the API; others may not. */
export const browserCorsChecks: readonly Check[] = [
  {
    name: 'browsers may PUT to the uploads bucket from a configured origin, and from no other',
    remedy,
    onlyAws: 'it lets every page PUT',
    async run(stage) {
      const { url, headers } = await announceFile(stage);
      const [origin = ''] = stage.config.allowedOrigins;
      return checkPreflight({ url, origin, method: 'PUT', headers: Object.keys(headers) });
    },
  },
  {
    name: 'scripts may read temporary files from a configured origin, and from no other',
    remedy,
    onlyAws: 'it lets every page read',
    async run(stage) {
      const { url } = await announceFile(stage);
      const [origin = ''] = stage.config.allowedOrigins;
      return checkPreflight({ url, origin, method: 'GET', headers: ['range'] });
    },
  },
  {
    name: 'scripts may read kept files where they are served, from a configured origin alone',
    remedy: `${remedy}; without CloudFront the files bucket itself answers`,
    onlyAws: 'it lets every page read',
    async run(stage) {
      const { url, source } = await servedOf(stage);
      const [origin = ''] = stage.config.allowedOrigins;
      expectEqual('access-control-allow-origin', await allowedFor(url, origin), origin);
      expectEqual(
        'access-control-allow-origin for a foreign page',
        await allowedFor(url, 'https://first-deploy.invalid'),
        null,
      );
      return `${origin}, from ${source}`;
    },
  },
  {
    name: 'browsers may call the API from a configured origin, and from no other',
    remedy,
    async run(stage) {
      const [origin = ''] = stage.config.allowedOrigins;
      await expectReadable(stage, origin);
      return checkPreflight({
        url: `${stage.apiUrl}/uploads`,
        origin,
        method: 'POST',
        headers: ['authorization', 'content-type'],
      });
    },
  },
];
