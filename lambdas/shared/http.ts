import type {
  APIGatewayProxyEventV2WithLambdaAuthorizer,
  APIGatewayProxyStructuredResultV2,
} from 'aws-lambda';
import { InvalidInput } from '../../core/errors.ts';
import type { Caller } from '../../core/sessions/model/session.ts';
import { assertAccess } from './access.ts';
import { bodyOf } from './body.ts';
import { count } from './counted.ts';
import { envIfSet } from './environment.ts';
import { callerAddress } from './front-door.ts';
import { countUnreadable, metrics } from './metrics.ts';
import { logger, observed } from './observed.ts';
import { assertParameters } from './parameters.ts';
import { type Problem, problemOf } from './problem.ts';

type HttpEvent = APIGatewayProxyEventV2WithLambdaAuthorizer<Caller>;

/** The parts of a request that use cases need. Routes without an authorizer have no caller. */
export type HttpRequest = {
  caller: Caller;
  body: unknown;
  /** The `{id}` of the path. */
  id?: string | undefined;
  params: Readonly<Record<string, string | undefined>>;
  query: Readonly<Record<string, string | undefined>>;
  /** Origin the client called, e.g. `https://api.example.com`. */
  origin: string;
  /** Address the client called from. Clients without one share the quota of `unknown`. */
  sourceIp: string;
  /** The client's own name for the request, by which it knows a repetition. */
  idempotencyKey?: string | undefined;
  /** As the client sent them, their names in lower case. */
  headers?: Readonly<Record<string, string | undefined>>;
  /** Which route it is, e.g. `GET /uploads/{id}`. HEAD is the GET route. */
  route: string;
  /** True for HEAD: the answer has no body and does not count as a use. */
  isHead?: boolean;
};

/** A string body needs a `content-type` among the headers; anything else is sent as JSON. */
export type HttpAnswer = {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
  isBase64?: boolean;
};

/** One route, ready for `httpHandler`. */
export type Route = (request: HttpRequest) => Promise<HttpAnswer>;

/** A route whose path has an `{id}`. API Gateway sends it with every request. */
export const byId =
  <More extends unknown[]>(
    route: (request: HttpRequest & { id: string }, ...more: More) => Promise<HttpAnswer>,
  ) =>
  async ({ id, ...request }: HttpRequest, ...more: More): Promise<HttpAnswer> => {
    if (id === undefined) throw new Error(`A request to ${request.route} came without its id.`);
    return route({ ...request, id }, ...more);
  };

/** Answers with what `bodyOf` returns, and without a body where that is nothing. */
export const answers =
  <Asked extends unknown[]>(bodyOf: (...asked: Asked) => unknown, status = 200) =>
  async (...asked: Asked): Promise<HttpAnswer> => ({ status, body: await bodyOf(...asked) });

/** How a route tells its caller what went wrong. */
export type Refusal = (problem: Problem) => HttpAnswer;

/** When to come back, as HTTP says it; nothing where waiting does not help. */
export const retryAfter = ({ retryAfterSeconds }: Problem): Record<string, string> =>
  retryAfterSeconds === undefined ? {} : { 'retry-after': `${retryAfterSeconds}` };

/** How a refusal is shown to programs. */
export const problemAnswer = (problem: Problem): HttpAnswer => ({
  status: problem.status,
  body: problem,
  headers: { 'content-type': 'application/problem+json', ...retryAfter(problem) },
});

/**
 * A route: parse, use case, answer. Every error is logged once and becomes a refusal, problem
 * details unless people will read it.
 */
export const httpHandler = (handle: Route, refusal: Refusal = problemAnswer) =>
  observed<HttpEvent, APIGatewayProxyStructuredResultV2>(async (event) => {
    nameRoute(event);
    try {
      const address = await callerAddress(event.headers, event.requestContext.http?.sourceIp);
      assertAccess(routeOf(event), event.requestContext.authorizer?.lambda);
      assertParameters(routeOf(event), event.queryStringParameters ?? {});
      const told = await handle(requestOf(event, address));
      tellLeftOut(told);
      return answer(event, told);
    } catch (error) {
      return answer(event, refusal(refuse(error)));
    }
  });

/**
 * Puts the route on every log line and every line of metrics, because a function serves several.
 * The route is a field and not a dimension, because each value of a dimension would be a metric to
 * pay for.
 */
const nameRoute = ({ routeKey }: HttpEvent): void => {
  logger.appendKeys({ route: routeKey });
  metrics.addMetadata('route', routeKey);
};

/** The route in the contract's words: HEAD asks like GET, and a greedy path is the plain one. */
const routeOf = ({ routeKey }: HttpEvent): string =>
  routeKey.replace(/^HEAD /, 'GET ').replace('+}', '}');

const requestOf = (event: HttpEvent, sourceIp: string): HttpRequest => ({
  caller: event.requestContext.authorizer?.lambda,
  body: bodyOf(event),
  id: pathId(event),
  params: event.pathParameters ?? {},
  query: event.queryStringParameters ?? {},
  origin: originOf(event),
  sourceIp,
  idempotencyKey: event.headers?.['idempotency-key'],
  headers: event.headers ?? {},
  route: routeOf(event),
  isHead: isHead(event),
});

/** Longer ids are none of ours, and no key of a table. */
const pathId = ({ pathParameters }: HttpEvent): string | undefined => {
  const id = pathParameters?.id;
  if (id !== undefined && (id === '' || id.length > 255 || !id.isWellFormed()))
    throw InvalidInput.of('id', 'must have 1 to 255 characters');
  return id;
};

/**
 * The API's address for clients. The host names of a local emulator do not resolve; its endpoint
 * answers under a path.
 */
const originOf = ({ requestContext: { domainName, apiId } }: HttpEvent): string => {
  const endpoint = envIfSet('AWS_ENDPOINT_URL');
  return endpoint !== undefined && /\.localhost(?::\d+)?$/.test(domainName)
    ? `${endpoint}/_aws/execute-api/${apiId}/$default`
    : `https://${domainName}`;
};

const isHead = ({ routeKey }: HttpEvent): boolean => routeKey.startsWith('HEAD ');

/** An answer that leaves out unreadable records says which: an operator must repair them. */
const tellLeftOut = ({ body }: HttpAnswer): void => {
  const { unreadable } = (body ?? {}) as { unreadable?: unknown };
  if (!Array.isArray(unreadable)) return;
  count('RecordsUnreadable', unreadable.length);
  logger.error('Records cannot be read', { unreadable });
};

/** HEAD is answered with the headers of GET. */
const answer = (event: HttpEvent, told: HttpAnswer): APIGatewayProxyStructuredResultV2 => {
  const { body, ...rest } = respond(told);
  return isHead(event) || body === undefined ? rest : { ...rest, body };
};

const respond = ({
  status,
  body,
  headers,
  isBase64 = false,
}: HttpAnswer): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  headers: {
    ...(body !== undefined && { 'content-type': 'application/json' }),
    'cache-control': 'no-store',
    ...headers,
  },
  ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  isBase64Encoded: isBase64,
});

const refuse = (error: unknown): Problem => {
  const problem = problemOf(error);
  const fields = { status: problem.status, problem: problem.type };
  count(problem.status >= 500 ? 'RequestsFailed' : 'RequestsRefused');
  countUnreadable(error);
  if (problem.status >= 500) logger.error('Request failed', { ...fields, error: error as Error });
  else logger.info('Request refused', fields);
  return problem;
};
