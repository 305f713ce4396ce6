import type { KeepsakeClient, Order } from '@keepsake/client';

/**
 * Reads a kept file back and hashes it in the browser. True if its hash is that of the sent file.
 */
export const proveFile = async (
  keepsake: KeepsakeClient,
  { uploadId, sha256 }: Order['files'][number],
): Promise<boolean> => {
  const { url } = await keepsake.downloadUrl(uploadId);
  const bytes = await (await fetch(url)).arrayBuffer();
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return btoa(String.fromCharCode(...hash)) === sha256;
};
