import type {
  APIGatewayProxyEventV2WithLambdaAuthorizer,
  APIGatewayProxyStructuredResultV2,
} from 'aws-lambda';
import { InvalidInput, NotAllowed } from '../../core/errors.ts';
import type { Caller } from '../../core/sessions/model/session.ts';
import { bodyOf } from './body.ts';
import { count } from './counted.ts';
import { logger, observed } from './observed.ts';
import { type Problem, problemOf } from './problem.ts';

type HttpEvent = APIGatewayProxyEventV2WithLambdaAuthorizer<Caller>;

/** What a use case needs of a request. Routes without an authorizer have no caller to speak of. */
export type HttpRequest = {
  caller: Caller;
  body: unknown;
  id: string;
  params: Readonly<Record<string, string | undefined>>;
  query: Readonly<Record<string, string | undefined>>;
  /** Origin the client called, e.g. `https://api.example.com`. */
  origin: string;
  /** Address the client called from. */
  sourceIp: string;
  /** The client's own name for the request, by which it knows a repetition. */
  idempotencyKey?: string | undefined;
  /** Which route it is, e.g. `GET /uploads/{id}`. */
  route: string;
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

/** Longer ids are none of ours, and no key of a table. */
const pathParams = (params: HttpRequest['params'] = {}): HttpRequest['params'] => {
  const { id } = params;
  if (id !== undefined && (id === '' || id.length > 255))
    throw new InvalidInput([{ field: 'id', message: 'must have 1 to 255 characters' }]);
  return params;
};

const requestOf = (event: HttpEvent): HttpRequest => ({
  caller: event.requestContext.authorizer?.lambda,
  body: bodyOf(event),
  id: event.pathParameters?.id ?? '',
  params: pathParams(event.pathParameters),
  query: event.queryStringParameters ?? {},
  origin: `https://${event.requestContext.domainName}`,
  sourceIp: event.requestContext.http?.sourceIp ?? '',
  idempotencyKey: event.headers?.['idempotency-key'],
  route: event.routeKey,
});

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

/** A route for operators: anybody else is refused before its use case hears of it. */
export const adminOnly =
  (handle: Route): Route =>
  async (request) => {
    if (!request.caller.admin)
      throw new NotAllowed(
        'Only operators may do this. Use the token of a member of the admin group.',
      );
    return handle(request);
  };

/** When to come back, as HTTP says it; nothing where waiting does not help. */
export const retryAfter = ({ retryAfterSeconds }: Problem): Record<string, string> =>
  retryAfterSeconds === undefined ? {} : { 'retry-after': `${retryAfterSeconds}` };

/** How a refusal is told to programs. */
export const problemAnswer = (problem: Problem): HttpAnswer => ({
  status: problem.status,
  body: problem,
  headers: { 'content-type': 'application/problem+json', ...retryAfter(problem) },
});

const refuse = ({ routeKey }: HttpEvent, error: unknown): Problem => {
  const problem = problemOf(error);
  const fields = { route: routeKey, status: problem.status, problem: problem.type };
  count(problem.status >= 500 ? 'RequestsFailed' : 'RequestsRefused');
  if (problem.status >= 500) logger.error('Request failed', { ...fields, error: error as Error });
  else logger.info('Request refused', fields);
  return problem;
};

/**
 * A route: parse, use case, answer. Every error is logged once and becomes a refusal, problem
 * details unless people will read it.
 */
export const httpHandler = (
  handle: Route,
  refusal: (problem: Problem) => HttpAnswer = problemAnswer,
) =>
  observed<HttpEvent, APIGatewayProxyStructuredResultV2>(async (event) => {
    try {
      return respond(await handle(requestOf(event)));
    } catch (error) {
      return respond(refusal(refuse(event, error)));
    }
  });
