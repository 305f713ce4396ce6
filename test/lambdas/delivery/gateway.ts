import type {
  APIGatewayProxyEventV2WithLambdaAuthorizer,
  APIGatewayProxyStructuredResultV2,
  Context,
} from 'aws-lambda';
import type { Caller } from '../../../core/sessions/model/session.ts';
import { httpHandler, type Route } from '../../../lambdas/shared/http.ts';
import type { Problem } from '../../../lambdas/shared/problem.ts';

type Event = APIGatewayProxyEventV2WithLambdaAuthorizer<Caller>;

/** A request as a test speaks of it. */
export type Asked = {
  route?: string;
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  /** A body that is not JSON, e.g. a form. */
  raw?: { contentType: string; text: string };
  headers?: Record<string, string>;
  caller?: Caller;
  domain?: string;
};

/** An answer as API Gateway would send it. */
export type Told = {
  status: number;
  headers: Record<string, unknown>;
  text: string;
  bytes: Buffer;
};

const context = {
  functionName: 'test',
  memoryLimitInMB: '512',
  awsRequestId: 'test',
  invokedFunctionArn: 'arn:test',
} as Context;

const eventOf = ({
  body,
  raw,
  route = body === undefined ? 'GET /' : 'POST /',
  params = {},
  query = {},
  headers = {},
  caller,
  domain = 'api.example.com',
}: Asked): Event =>
  ({
    routeKey: route,
    pathParameters: params,
    queryStringParameters: query,
    headers: { ...headers, ...(raw && { 'content-type': raw.contentType }) },
    body: raw?.text ?? (body === undefined ? undefined : JSON.stringify(body)),
    isBase64Encoded: false,
    requestContext: { domainName: domain, authorizer: caller && { lambda: caller } },
  }) as unknown as Event;

/** Asks a route the way API Gateway does, through the whole stack a function has. */
export const ask = async (
  route: Route,
  asked: Asked,
  refusal?: (problem: Problem) => Awaited<ReturnType<Route>>,
): Promise<Told> => {
  const answer = (await httpHandler(route, refusal)(
    eventOf(asked),
    context,
  )) as APIGatewayProxyStructuredResultV2;
  const { statusCode = 0, headers = {}, body = '', isBase64Encoded = false } = answer;
  return {
    status: statusCode,
    headers,
    text: body,
    bytes: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  };
};
