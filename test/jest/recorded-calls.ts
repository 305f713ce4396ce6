import { createHash } from 'node:crypto';
import type { SeenCall } from '../../tools/local/emulator/https-front.ts';
import { awsAt, signedFetch } from '../../tools/local/signed-fetch.ts';
import { calledRights } from '../lib/roles/called-rights.ts';

/** The rights that the functions used, by function, sorted. */
export type RecordedCalls = Record<string, string[]>;

// Jest loads set-up and tear-down apart from each other; what they share hangs on the process.
const holder = globalThis as { keepsakeCalls?: Map<string, Set<string>> };
holder.keepsakeCalls ??= new Map();

/** Rights by the access key that signed the call. */
const seen = holder.keepsakeCalls;

const credentialOf = ({ headers, url }: SeenCall): { key?: string; presigned: boolean } => {
  const presigned = /[?&]X-Amz-Credential=(\w+)/.exec(url)?.[1];
  const key = presigned ?? /Credential=(\w+)\//.exec(headers.authorization ?? '')?.[1];
  return { ...(key && { key }), presigned: presigned !== undefined };
};

/**
 * Remembers the rights of a call that a function signed. A presigned URL is the function's call,
 * too, unless it is refused: tests change signed URLs to see that.
 */
export const recordCall = (call: SeenCall): void => {
  const { key, presigned } = credentialOf(call);
  if (!key?.startsWith('ASIA') || (presigned && call.status >= 400)) return;
  const rights = seen.get(key) ?? new Set();
  seen.set(key, rights);
  for (const right of calledRights(call)) rights.add(right);
};

type Fn = { FunctionArn: string; Role: string; Description: string };

/** The emulator derives the key of a function's session from its ARN and its role's. */
const keyOf = ({ FunctionArn, Role }: Fn): string => {
  const digest = createHash('sha256').update(`${FunctionArn}:${Role}`).digest('hex');
  return `ASIA${digest.slice(0, 16).toUpperCase()}`;
};

const functionsAt = async (endpoint: string): Promise<Fn[]> => {
  const path = '/2015-03-31/functions?MaxItems=10000';
  const text = await signedFetch(awsAt(endpoint), { service: 'lambda', method: 'GET', path });
  return JSON.parse(text).Functions;
};

const cloudFormation = (endpoint: string, body: string): Promise<string> =>
  signedFetch(awsAt(endpoint), {
    service: 'cloudformation',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `${body}&Version=2010-05-15`,
  });

const elements = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text = '']) => text);

/** Physical and logical ids of a stack's resources, page by page. */
const resourcesOf = async (endpoint: string, stack: string): Promise<[string, string][]> => {
  const found: [string, string][] = [];
  for (let token: string | undefined = ''; token !== undefined; ) {
    const page = `&StackName=${stack}${token && `&NextToken=${encodeURIComponent(token)}`}`;
    const xml: string = await cloudFormation(endpoint, `Action=ListStackResources${page}`);
    const logical = elements(xml, 'LogicalResourceId');
    elements(xml, 'PhysicalResourceId').forEach((physical, index) => {
      found.push([physical, logical[index] ?? '']);
    });
    [token] = elements(xml, 'NextToken');
  }
  return found;
};

/** A queue without its host: another stack knows it by AWS's, the emulator by its own. */
const withoutHost = (resource: string): string => resource.replace(/^https?:\/\/[^/]+/, '');

/** Names that templates give a resource, by its physical name: the longest names first. */
const logicalNames = async (endpoint: string): Promise<[string, string][]> => {
  const stacks = elements(await cloudFormation(endpoint, 'Action=DescribeStacks'), 'StackName');
  const named = stacks.map(async (stack) => {
    const prefix = stack.endsWith('-Data') ? 'Data.' : '';
    return (await resourcesOf(endpoint, stack)).map(([physical, logical]): [string, string] => [
      withoutHost(physical),
      `<${prefix}${logical.replace(/[0-9A-F]{8}$/, '')}>`,
    ]);
  });
  return (await Promise.all(named)).flat().sort(([a], [b]) => b.length - a.length);
};

/** `arn:…:execution:name:id` as `execution:<Machine.Name>:*`. */
const executionPattern = (right: string, names: readonly [string, string][]): string =>
  right.replace(/arn:aws:states:[^:]*:[^:]*:execution:([^:/]+):\S+/, (_, machine) => {
    const found = names.find(([physical]) => physical.endsWith(`:stateMachine:${machine}`));
    return `execution:${found?.[1].replace('>', '.Name>')}:*`;
  });

const readable = (right: string, names: readonly [string, string][]): string => {
  const [action, ...rest] = executionPattern(right, names).split(' ');
  const [called = '', ...keys] = rest;
  const resource = withoutHost(called);
  const [physical, logical] = names.find(
    ([name]) => resource === name || resource.startsWith(`${name}/`),
  ) ?? [resource, resource];
  return [action, resource.replace(physical, logical), ...keys].join(' ');
};

/** Everything that was recorded, in the names of the templates. */
export const recordedCalls = async (endpoint: string): Promise<RecordedCalls> => {
  const names = await logicalNames(endpoint);
  const functions = (await functionsAt(endpoint)).filter(({ Description }) =>
    /^Keepsake: /.test(Description),
  );
  return Object.fromEntries(
    functions
      .map((fn): [string, string[]] => {
        const rights = [...(seen.get(keyOf(fn)) ?? [])].map((right) => readable(right, names));
        return [fn.Description.replace('Keepsake: ', ''), [...new Set(rights)].sort()];
      })
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
};
