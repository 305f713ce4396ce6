import type { BatchPlan } from './batch.ts';

/** List prices, first tier, in US dollars: per 1,000 requests, per GB (storage by the month). */
export type PriceList = {
  name: string;
  put: number;
  get: number;
  storage: number;
  /** Intelligent-Tiering watches objects of 128 KiB and more, per thousand and month. */
  watching: number;
  egress: number;
};

/** Amazon S3's prices of its standard storage. */
export const s3Prices: PriceList = {
  name: 'Amazon S3 (us-east-1 list prices)',
  put: 0.005,
  get: 0.0004,
  storage: 0.023,
  watching: 0,
  egress: 0.09,
};

const priceLists: Readonly<Record<string, PriceList>> = {
  STANDARD: s3Prices,
  INTELLIGENT_TIERING: { ...s3Prices, watching: 0.0025 },
  STANDARD_IA: { ...s3Prices, put: 0.01, get: 0.001, storage: 0.0125 },
  r2: {
    name: 'Cloudflare R2 (list prices)',
    put: 0.0045,
    get: 0.00036,
    storage: 0.015,
    watching: 0,
    egress: 0,
  },
};

/** The prices of a target; `undefined` for an endpoint without known prices. */
export const pricesOf = ({
  endpoint,
  storageClass = 'STANDARD',
}: BatchPlan['target']): PriceList | undefined => {
  if (endpoint === undefined || /^https:\/\/s3[.-]([\w-]+\.)*amazonaws\.com\/?$/.test(endpoint))
    return priceLists[storageClass] ?? s3Prices;
  return /\.r2\.cloudflarestorage\.com\/?$/.test(endpoint) ? priceLists.r2 : undefined;
};

const GB = 1e9;
const tieredFromBytes = 128 * 1024;

/** Larger files go in parts: one request to begin, one to end, one per part. */
export type PartRule = { thresholdBytes: number; partBytes: number };

/** Adds up files for the bill, one at a time. */
export class Estimate {
  files = 0;
  bytes = 0;
  requests = 0;
  #watched = 0;
  readonly #parts: PartRule;

  constructor(parts: PartRule) {
    this.#parts = parts;
  }

  add(sizeBytes: number): void {
    this.files += 1;
    this.bytes += sizeBytes;
    this.requests +=
      sizeBytes >= this.#parts.thresholdBytes
        ? 2 + Math.ceil(sizeBytes / this.#parts.partBytes)
        : 1;
    if (sizeBytes >= tieredFromBytes) this.#watched += 1;
  }

  /**
   * Dollars: once for requests and for what leaves the source, each month for storage, once for
   * each `verify` from outside the cloud.
   */
  price({ source, target }: BatchPlan): Price | undefined {
    const prices = pricesOf(target);
    if (!prices) return undefined;
    const gigabytes = this.bytes / GB;
    const leavesS3 =
      source.kind === 's3' && pricesOf({ ...target, endpoint: source.options.endpoint })?.egress;
    return {
      prices: prices.name,
      requests: (this.requests / 1000) * prices.put,
      storagePerMonth: gigabytes * prices.storage + (this.#watched / 1000) * prices.watching,
      egress: gigabytes * (leavesS3 || 0),
      verify: (this.files / 1000) * prices.get * 2 + gigabytes * prices.egress,
    };
  }
}

export type Price = {
  prices: string;
  requests: number;
  storagePerMonth: number;
  egress: number;
  verify: number;
};
