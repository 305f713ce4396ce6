import type { HttpPolicy } from '../../../../adapters/aws/http-guard.ts';
import { type HttpRange, HttpReader } from '../../../../adapters/bulk/sources/http-reader.ts';
import { readAll } from './file-server.ts';

export type Asked = { url: string; range?: HttpRange; limits?: Partial<HttpPolicy> };

/** The bytes that a reader with this host alone on its list gets. */
export const readHttp = async ({ url, range, limits = {} }: Asked): Promise<Buffer> => {
  const reader = new HttpReader({
    allowedHosts: [new URL(url).host],
    allowPrivate: true,
    ...limits,
  });
  try {
    return await readAll((await reader.open(url, range)).body);
  } finally {
    reader.close();
  }
};
