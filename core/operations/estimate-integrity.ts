import { s3Prices } from '../bulk/model/batch-price.ts';
import { type Selection, selectedFiles } from './check-integrity.ts';
import type { RegisteredFiles } from './ports.ts';

/**
 * Estimate of a comparison: requests to storage, bytes that may be read, and dollars by a price
 * list. Reading costs `egress` at most, and nothing within the region of the bucket.
 */
export type IntegrityEstimate = {
  files: number;
  /** Records that cannot be read; their files are in no other figure. */
  unreadable: number;
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
  deps: { registered: RegisteredFiles; filesBucket: string },
  selection: Selection,
): Promise<IntegrityEstimate> => {
  let [files, bytes, unreadable] = [0, 0, 0];
  const onUnreadable = () => {
    unreadable += 1;
  };
  for await (const { sizeBytes } of selectedFiles(deps, selection, onUnreadable)) {
    files += 1;
    bytes += sizeBytes;
  }
  const requests = selection.read ? 2 * files : files;
  const bytesToRead = selection.read ? bytes : 0;
  return {
    files,
    unreadable,
    requests,
    bytesToRead,
    dollars: {
      requests: (requests / 1000) * s3Prices.get,
      egress: (bytesToRead / 1e9) * s3Prices.egress,
    },
    prices: s3Prices.name,
  };
};
