import { SignatureV4 } from '@smithy/signature-v4';
import { TransientFault } from '../core/errors.ts';
import type { Credentials } from './aws-credentials.ts';
import { NodeSha256 } from './node-sha256.ts';

type Where = { region: string; endpoint?: string | undefined; credentials: () => Promise<Credentials> };

const timeoutMs = 10_000;

const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&');

const textsOf = (xml: string, tag: string): string[] =>
  [...xml.matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, 'g'))].map(([, text = '']) => unescaped(text));

const ask = async ({ region, endpoint, credentials }: Where, form: URLSearchParams): Promise<Response> => {
  const url = new URL('/', endpoint ?? `https://cloudformation.${region}.amazonaws.com`);
  const signer = new SignatureV4({ service: 'cloudformation', region, credentials, sha256: NodeSha256 });
  const { protocol, host, hostname, port } = url;
  const headers = { host, 'content-type': 'application/x-www-form-urlencoded' };
  const place = { protocol, hostname, ...(port && { port: Number(port) }), path: '/', query: {} };
  const body = form.toString();
  const signed = await signer.sign({ method: 'POST', ...place, headers, body });
  return fetch(url, { method: 'POST', headers: signed.headers, body, signal: AbortSignal.timeout(timeoutMs) });
};

/** A stack's outputs by name; `undefined` when there is no such stack. Throws `TransientFault`, or an error with what AWS said. */
export const stackOutputs = async (where: Where, stack: string): Promise<Record<string, string> | undefined> => {
  const form = new URLSearchParams({ Action: 'DescribeStacks', Version: '2010-05-15', StackName: stack });
  const answer = await ask(where, form).catch((cause: unknown) => {
    throw new TransientFault('CloudFormation did not answer. Check the network and the region, and try again.', { cause });
  });
  const xml = await answer.text();
  if (/does not exist/.test(xml)) return undefined;
  if (!answer.ok) throw new Error(`CloudFormation answered ${answer.status}: ${textsOf(xml, 'Message')[0] ?? 'nothing more'}`);
  const values = textsOf(xml, 'OutputValue');
  return Object.fromEntries(textsOf(xml, 'OutputKey').map((key, index) => [key, values[index] ?? '']));
};
