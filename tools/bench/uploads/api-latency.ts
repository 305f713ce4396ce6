import { createHash, randomBytes } from 'node:crypto';
import { stageConfig } from '../../../lib/config.ts';
import { openSession } from '../../local/api.ts';
import { benchBundle, settingsFileOf } from '../bench-bundle.ts';
import {
  measureWarmCalls,
  percentile,
  type Subject,
  type WarmCalls,
} from '../delivery/warm-calls.ts';
import type { Stacks } from '../stacks.ts';

/**
 * Duration of one `POST /uploads`, milliseconds: over HTTP through the emulator's gateway, and
 * inside the function alone.
 */
export type ApiLatency = { httpP50: number; httpP95: number; handler: WarmCalls };

/** `POST /uploads`, one call at a time, warm. */
export const measureApi = async (stacks: Stacks, calls: number): Promise<ApiLatency> => {
  const times = await overHttp(stacks.deployed.apiUrl, calls);
  const handler = await measureWarmCalls(handlerOf(stacks), calls);
  return { httpP50: percentile(times, 0.5), httpP95: percentile(times, 0.95), handler };
};

const overHttp = async (apiUrl: string, calls: number): Promise<number[]> => {
  const { token } = await openSession(apiUrl);
  const times: number[] = [];
  for (let call = 0; call < calls + 20; call++) times.push(await post(apiUrl, token));
  return times.slice(20);
};

const post = async (apiUrl: string, token: string): Promise<number> => {
  const startedAt = performance.now();
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const response = await fetch(`${apiUrl}/uploads`, {
    method: 'POST',
    headers,
    body: JSON.stringify(announced()),
  });
  await response.arrayBuffer();
  if (response.status !== 201) throw new Error(`POST /uploads answered ${response.status}`);
  return performance.now() - startedAt;
};

const announced = () => {
  const bytes = randomBytes(16);
  return {
    filename: 'photo.jpg',
    contentType: 'image/jpeg',
    sizeBytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('base64'),
    category: 'photo',
  };
};

const handlerOf = ({ aws, functions, scratch }: Stacks): Subject => ({
  name: 'POST /uploads',
  file: bundled(scratch).file,
  environment: {
    ...functions.get('Keepsake: presign')?.environment,
    ...bundled(scratch).environment,
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_REGION: aws.region,
    AWS_ACCESS_KEY_ID: aws.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: aws.credentials.secretAccessKey,
  },
  event: {
    routeKey: 'POST /uploads',
    headers: {},
    pathParameters: {},
    body: JSON.stringify(announced()),
    requestContext: {
      domainName: 'api.example.com',
      http: { sourceIp: '198.51.100.7' },
      authorizer: { lambda: { ownerId: 'ses_bench', admin: true, worker: true } },
    },
  },
});

const bundled = (scratch: string) =>
  benchBundle('presign', scratch, settingsFileOf(stageConfig('local')));
