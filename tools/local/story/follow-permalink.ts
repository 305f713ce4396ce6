import type { Api } from '../api.ts';
import { LocalProblem } from '../local-problem.ts';
import { patienceMs } from '../patience.ts';
import type { SampleFile } from '../samples/sample-files.ts';

/** A permalink on this machine: the API's host name does not resolve, its path works. */
export type Permalink = { url: string; expiresAt: string; servedBy: string };

/**
 * Makes a permalink to one file of a paid order and follows it to the bytes. Throws `LocalProblem`
 * when they are not the ones that were sent.
 */
export const followPermalink = async (
  apiUrl: string,
  api: Api,
  orderId: string,
  { role, bytes }: SampleFile,
): Promise<Permalink> => {
  const { token, expiresAt } = await api.createLink(orderId, { role });
  const url = `${apiUrl}/l/${token}`;
  const redirect = await follow(url);
  const location = redirect.headers.get('location');
  if (redirect.status !== 303 || !location)
    throw new LocalProblem(
      `The permalink ${url} answered ${redirect.status} instead of a redirect.`,
    );
  const served = Buffer.from(await (await follow(location)).arrayBuffer());
  if (!served.equals(bytes))
    throw new LocalProblem(
      `The permalink ${url} leads to other bytes than those of the ${role} that was sent.`,
    );
  return { url, expiresAt, servedBy: new URL(location).host };
};

const follow = (url: string): Promise<Response> =>
  fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(patienceMs) });
