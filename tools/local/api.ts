import { createClient, type KeepsakeClient } from '../../client/node.ts';
import { patienceMs } from './patience.ts';
import type { SampleFile } from './samples/sample-files.ts';

type Upload = Awaited<ReturnType<KeepsakeClient['upload']>>;

/** Keepsake's client in the name of the visitor with `token`. Throws `KeepsakeProblem`. */
export type Api = KeepsakeClient & {
  token: string;
  /** Uploads a sample file and resolves once the server has checked it. */
  sendFile(file: SampleFile): Promise<Upload>;
};

/** The API in the name of a visitor with a token. */
export const visitorApi = (apiUrl: string, token: string): Api => {
  const client = clientOf(apiUrl, token);
  return {
    ...client,
    token,
    sendFile: ({ fileName: filename, contentType, category, bytes }) =>
      client.upload(bytes, { filename, contentType, category }),
  };
};

/** One try: these tools judge the product, and a retry would hide a fault of it. */
const clientOf = (baseUrl: string, token?: string): KeepsakeClient =>
  createClient({
    baseUrl,
    ...(token !== undefined && { token }),
    retry: { attempts: 1 },
    checkingTimeoutMs: patienceMs,
  });

/** Opens an anonymous session (POST /sessions) and returns the API in its name. */
export const openSession = async (apiUrl: string): Promise<Api> => {
  const { token } = await clientOf(apiUrl).createSession();
  return visitorApi(apiUrl, token);
};
