import { createHash } from 'node:crypto';
import type { OrderView } from '../../core/orders/model/order-view.ts';
import type { UploadView } from '../../core/uploads/model/upload-view.ts';
import { LocalProblem } from './local-problem.ts';
import { patienceMs } from './patience.ts';
import type { SampleFile } from './samples/sample-files.ts';

/** The body of POST /orders. */
type NewOrder = {
  amount: { value: number; currency: string };
  files: { uploadId: string; role: string; required: boolean }[];
};

/** The API as a visitor sees it. Throws `LocalProblem` with the problem's title and detail. */
export type Api = {
  token: string;
  /** Announces the file, sends it, and says it is there. */
  sendFile(file: SampleFile): Promise<UploadView>;
  getUpload(uploadId: string): Promise<UploadView>;
  createOrder(order: NewOrder): Promise<OrderView>;
  getOrder(orderId: string): Promise<OrderView>;
  /** A permalink to the file in one role of a paid order, or to all of its files. */
  createLink(orderId: string, target: { role?: string }): Promise<NewLink>;
};

type NewLink = { token: string; expiresAt: string };
type Presigned = { uploadId: string; method: string; url: string; headers: Record<string, string> };

/** The API in the name of a visitor with a token. */
export const visitorApi = (apiUrl: string, token: string): Api => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const get = <T>(path: string): Promise<T> =>
    ask<T>(`GET ${path}`, `${apiUrl}${path}`, { headers });
  const post = <T>(path: string, body: unknown): Promise<T> =>
    ask<T>(`POST ${path}`, `${apiUrl}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });

  const sendFile = async (file: SampleFile): Promise<UploadView> => {
    const {
      uploadId,
      method,
      url,
      headers: signed,
    } = await post<Presigned>('/uploads', announcement(file));
    await ask(`${method} of ${file.fileName}`, url, {
      method,
      headers: signed,
      body: new Uint8Array(file.bytes),
    });
    return post<UploadView>(`/uploads/${uploadId}/complete`, {});
  };
  return {
    token,
    sendFile,
    getUpload: (uploadId) => get(`/uploads/${encodeURIComponent(uploadId)}`),
    createOrder: (order) => post('/orders', order),
    getOrder: (orderId) => get(`/orders/${encodeURIComponent(orderId)}`),
    createLink: (orderId, target) => post(`/orders/${orderId}/links`, target),
  };
};

const ask = async <T>(what: string, url: string, init: RequestInit): Promise<T> => {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(patienceMs) });
  const text = await response.text();
  if (!response.ok)
    throw new LocalProblem(
      `${what} answered ${response.status}. ${problemText(text.slice(0, 500))}`,
    );
  return (text === '' || init.method === 'PUT' ? undefined : JSON.parse(text)) as T;
};

type Problem = { title?: string; detail?: string; message?: string };

const problemText = (text: string): string => {
  try {
    const { title, detail, message } = JSON.parse(text) as Problem;
    return [title ?? message, detail].filter(Boolean).join(': ') || text;
  } catch {
    return text;
  }
};

const announcement = ({ fileName, contentType, category, bytes }: SampleFile) => ({
  filename: fileName,
  contentType,
  sizeBytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('base64'),
  category,
});

/** Opens an anonymous session (POST /sessions) and returns the API in its name. */
export const openSession = async (apiUrl: string): Promise<Api> => {
  const { token } = await ask<{ token: string }>('POST /sessions', `${apiUrl}/sessions`, {
    method: 'POST',
  });
  return visitorApi(apiUrl, token);
};
