import type { DeployedStage } from './deployed-stage.ts';

/** One request with a token. */
export type ApiRequest = { token: string; method: string; path: string; body?: unknown };

/** The API's answer; any status is an answer. `body` is undefined without one. */
export const askApi = async <Body>(
  { apiUrl }: Pick<DeployedStage, 'apiUrl'>,
  { token, method, path, body }: ApiRequest,
): Promise<{ status: number; body: Body }> => {
  const response = await fetch(`${apiUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as Body };
};
