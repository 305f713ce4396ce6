import { runInNewContext } from 'node:vm';
import { type BrunoRequest, bruToJsonV2 } from '@usebruno/lang';

/** Variables of one run: of the environment and of the scripts. */
export type Variables = Map<string, unknown>;

const filled = (text: string, variables: Variables): string =>
  text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(variables.get(name)));

type Headers = Record<string, string>;

const headersOf = ({ http, body }: BrunoRequest, variables: Variables): Headers => ({
  ...(body?.json !== undefined && { 'content-type': 'application/json' }),
  ...(http.auth === 'inherit' && { authorization: `Bearer ${variables.get('token')}` }),
});

const scriptsOf = (variables: Variables) => ({
  setEnvVar: (name: string, value: unknown) => variables.set(name, value),
  setVar: (name: string, value: unknown) => variables.set(name, value),
  getVar: (name: string) => variables.get(name),
});

/**
 * Sends a request of a collection as Bruno does: variables, token, body and scripts. Answers the
 * status beside the one that the request asserts.
 */
export const runRequest = async (
  text: string,
  variables: Variables,
): Promise<{ status: number; asserted: unknown }> => {
  const request = bruToJsonV2(text);
  const { http, body, script, assertions } = request;
  const headers = headersOf(request, variables);
  const setHeader = (name: string, value: string) => {
    headers[name] = value;
  };
  const bru = scriptsOf(variables);
  if (script?.req) runInNewContext(script.req, { bru, req: { setHeader } });
  const sent = body?.json ?? body?.text;
  const response = await fetch(filled(http.url, variables), {
    method: http.method.toUpperCase(),
    headers,
    ...(sent !== undefined && { body: filled(sent, variables) }),
  });
  const answer = await response.text();
  if (script?.res)
    runInNewContext(script.res, { bru, res: { getBody: () => JSON.parse(answer) as unknown } });
  return { status: response.status, asserted: assertions?.[0]?.value };
};
