import { awsError } from '../../adapters/aws/aws-errors.ts';
import { ConnectionPool } from '../../adapters/bulk/transfer/http/connection-pool.ts';
import { serviceAddress } from '../../adapters/bulk/transfer/s3/s3-place.ts';
import { type Access, reachedPlace, s3ClientOf } from '../aws-access.ts';
import { BucketProbe, type Target } from './bucket-probe.ts';
import { type Check, fail, pass } from './check.ts';

/** S3 rejects signatures 15 minutes off. A clock that is a minute off will get there. */
const maxSkewMs = 60_000;

const timeoutMs = 10_000;

type Cloud = {
  access: () => Promise<Access>;
  target: () => Promise<Target | undefined>;
  apiUrl: (() => Promise<string | undefined>) | undefined;
};

/** Checks of the cloud. */
export const cloudChecks = async (cloud: Cloud): Promise<Check[]> => [
  credentials(cloud.access),
  clock(cloud.access),
  ...(await bucketChecks(cloud)),
  ...(cloud.apiUrl ? [api(cloud.apiUrl)] : []),
];

const credentials = (access: () => Promise<Access>): Check => ({
  name: 'credentials',
  run: async () => {
    const { accessKeyId, sessionToken } = await (await access()).credentials();
    return pass(`${accessKeyId.slice(0, 4)}****${sessionToken === undefined ? '' : ', temporary'}`);
  },
});

const clock = (access: () => Promise<Access>): Check => ({
  name: 'clock',
  needs: 'credentials',
  run: async () => {
    const storage = await access();
    const before = Date.now();
    const theirs = await timeOf(storage);
    if (Number.isNaN(theirs)) return pass('the endpoint does not say what time it is');
    // Their date has no milliseconds, and travelled half the way.
    const skewMs = Math.abs(theirs + 500 - (before + Date.now()) / 2);
    const seconds = Math.round(skewMs / 1000);
    return skewMs <= maxSkewMs
      ? pass(`within ${seconds} s of the storage's`)
      : fail(`${seconds} s off the storage's`, 'Set it by NTP: signatures expire by it.');
  },
});

/** The storage's time, ms; `NaN` if its answer has no date. The request needs no signature. */
const timeOf = async (access: Access): Promise<number> => {
  const { origin, host } = serviceAddress(reachedPlace(access));
  const pool = new ConnectionPool(origin, { timeoutMs, readBytes: 4_096 });
  const request = { head: `HEAD / HTTP/1.1\r\nhost: ${host}\r\n\r\n`, toHead: true };
  const { headers } = await pool.exchange(request).finally(() => pool.close());
  return new Date(headers.date ?? Number.NaN).getTime();
};

const bucketChecks = async ({ access, target }: Cloud): Promise<Check[]> => {
  const place = await target().catch((error: unknown) => awsError(error));
  if (place === undefined) return [];
  if (!('bucket' in place))
    return [
      {
        name: 'bucket',
        run: async () => fail(place.message ?? 'unknown', 'Name another stage or --to.'),
      },
    ];
  const client = await access().then(s3ClientOf, () => undefined);
  return client ? new BucketProbe(client, place).checks() : [];
};

const api = (url: () => Promise<string | undefined>): Check => ({
  name: 'API',
  run: async () => {
    const address = await url();
    if (address === undefined)
      return fail('the stage has no API address', 'Deploy its Service stack.');
    const { status } = await fetch(`${address.replace(/\/$/, '')}/l/keepsake-doctor`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return status < 500
      ? pass(`answers (${status})`)
      : fail(`answers ${status}`, "Look at the stage's dashboard.");
  },
});
