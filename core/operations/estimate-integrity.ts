import { s3Prices } from '../bulk/model/batch-price.ts';
import type { Reading } from './check-integrity.ts';
import { isKeptIn } from './check-integrity.ts';
import { isInPart, type Part } from './model/integrity.ts';
import type { RegisteredFiles } from './ports.ts';

type Options = {
  prefix?: string | undefined;
  part: Part;
  read?: Reading | undefined;
};

/**
 * What a comparison will take: requests to storage, bytes that may be read, and dollars by a list
 * of prices. Reading costs `egress` at most, and nothing within the region of the bucket.
 */
export type IntegrityEstimate = {
  files: number;
  requests: number;
  bytesToRead: number;
  dollars: { requests: number; egress: number };
  prices: string;
};

/**
 * Reckons from the registry alone what a comparison will cost; asks storage nothing. How many files
 * need reading is not known before, so all of them count.
 */
export const estimateIntegrity = async (
  { registered, filesBucket }: { registered: RegisteredFiles; filesBucket: string },
  { prefix = '', part, read }: Options,
): Promise<IntegrityEstimate> => {
  let [files, bytes] = [0, 0];
  for await (const { uploads } of registered.pages())
    for (const upload of uploads) {
      if (!isKeptIn(filesBucket, upload) || !upload.key.startsWith(prefix)) continue;
      if (!isInPart(upload.uploadId, part)) continue;
      files += 1;
      bytes += upload.sizeBytes;
    }
  const requests = read ? 2 * files : files;
  const bytesToRead = read ? bytes : 0;
  return {
    files,
    requests,
    bytesToRead,
    dollars: {
      requests: (requests / 1000) * s3Prices.get,
      egress: (bytesToRead / 1e9) * s3Prices.egress,
    },
    prices: s3Prices.name,
  };
};
