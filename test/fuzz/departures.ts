import { departure, type Observed } from '../../openapi/conformance.ts';
import type { FuzzedRequest } from './requests.ts';

const mostBytes = 256 * 1024;

type Answer = Omit<Observed, 'method' | 'path'> & { text: string };

/** The path with its parameters and query, escaped; half surrogate pairs are no URL. */
export const urlPath = ({ path, params, query }: FuzzedRequest): string => {
  const escaped = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent((params[name] ?? name).toWellFormed()),
  );
  const words = new URLSearchParams(query).toString();
  return words === '' ? escaped : `${escaped}?${words}`;
};

/** The fault of an answer to any request; `undefined` for none. */
export const wrongWith = (
  request: FuzzedRequest,
  { text, ...answer }: Answer,
): string | undefined => {
  const asked = `${request.method} ${request.path}`;
  if (answer.status >= 500) return `${asked} answered ${answer.status}: ${text.slice(0, 300)}`;
  const bytes = Buffer.byteLength(text);
  if (bytes > mostBytes) return `${asked} answered ${bytes} bytes`;
  const { method } = request;
  return departure({ ...answer, method, path: request.path.replaceAll(/[{}]/g, '') });
};
