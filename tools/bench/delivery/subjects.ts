import { stageConfig } from '../../../lib/config.ts';
import { benchBundle, settingsFileOf } from '../bench-bundle.ts';
import { withCloudFront } from './cloud-front.ts';
import type { Setting } from './setting.ts';
import type { Subject } from './warm-calls.ts';

/** The requests to each function. */
export const subjectsOf = ({ aws, functions, links, order, scratch }: Setting): Subject[] => {
  const settings = settingsFileOf(stageConfig('local'));
  const bundled = {
    delivery: benchBundle('delivery', scratch, settings),
    permalinks: benchBundle('permalinks', scratch, settings),
  };
  const subject = (
    name: string,
    lambda: keyof typeof bundled,
    route: string,
    params: Record<string, string>,
    query = {},
  ): Subject => ({
    name,
    file: bundled[lambda].file,
    environment: {
      ...functions.get(`Keepsake: ${lambda}`)?.environment,
      ...bundled[lambda].environment,
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_REGION: aws.region,
      AWS_ACCESS_KEY_ID: aws.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: aws.credentials.secretAccessKey,
    },
    event: event(route, params, query, order.ownerId),
  });
  const { oneFile, wholeOrder } = links;
  const redirect = subject('GET /l/{token}: redirect', 'permalinks', 'GET /l/{token}', {
    token: oneFile,
  });
  const page = subject('GET /l/{token}: page of four files', 'permalinks', 'GET /l/{token}', {
    token: wholeOrder,
  });
  const role = { id: order.orderId, role: 'photo' };
  return [
    redirect,
    withCloudFront(redirect, { lambda: 'permalinks', scratch }),
    page,
    withCloudFront(page, { lambda: 'permalinks', scratch }),
    subject('GET /uploads/{id}/download', 'delivery', 'GET /uploads/{id}/download', {
      id: order.uploadId,
    }),
    subject('GET /orders/{id}/files/{role}', 'delivery', 'GET /orders/{id}/files/{role}', role),
    subject('GET /l/{token}/qr.svg (512)', 'permalinks', 'GET /l/{token}/qr.svg', {
      token: oneFile,
    }),
    subject('GET /l/{token}/qr.png (512)', 'permalinks', 'GET /l/{token}/qr.png', {
      token: oneFile,
    }),
    subject(
      'GET /l/{token}/qr.png (2048)',
      'permalinks',
      'GET /l/{token}/qr.png',
      { token: oneFile },
      { size: '2048' },
    ),
  ];
};

const event = (
  route: string,
  params: Record<string, string>,
  query: Record<string, string>,
  ownerId: string,
) => ({
  routeKey: route,
  pathParameters: params,
  queryStringParameters: query,
  headers: {},
  requestContext: {
    domainName: 'api.example.com',
    authorizer: { lambda: { ownerId, admin: false, worker: false } },
  },
});
