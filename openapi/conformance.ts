import type { RouteName } from '../core/route-functions.ts';
import { routes } from '../core/routes.ts';
import { answers as refusals } from '../lambdas/shared/problem.ts';
import { problemsOf } from './operation.ts';
import { operations } from './operations.ts';
import { problemView } from './views.ts';

/** An answer of the API, as far as the document describes it. */
export type Observed = {
  method: string;
  path: string;
  status: number;
  contentType: string;
  body: unknown;
};

/** The route a request was meant for; `undefined` for none. */
export const routeOf = ({
  method,
  path,
}: Pick<Observed, 'method' | 'path'>): RouteName | undefined => {
  const [wanted = ''] = path.split('?');
  return (Object.keys(routes) as RouteName[]).find(
    (name) => answersTo(routes[name], method) && patternOf(routes[name].path).test(wanted),
  );
};

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`);

/** HEAD is described as its GET is. */
const answersTo = (route: (typeof routes)[RouteName], method: string): boolean =>
  route.method === method || ('head' in route && method === 'HEAD');

/** A request to the API; `body` is parsed JSON, `undefined` for none. */
export type Requested = { method: string; path: string; body: unknown };

/** The part of a request that its description lacks; `undefined` if the request conforms. */
export const requestDeparture = ({ method, path, body }: Requested): string | undefined => {
  const name = routeOf({ method, path });
  if (!name) return `${method} ${path} asked: the API has no such route`;
  const { body: bodySchema, bodyOptional, query } = operations[name];
  const asked = Object.fromEntries(new URL(path, 'http://api').searchParams);
  const isLeftOut = body === undefined && bodyOptional;
  const found =
    query?.safeParse(asked).error ?? (isLeftOut ? undefined : bodySchema?.safeParse(body).error);
  return found && `${method} ${path} asked: ${found.message}`;
};

/** The part of an answer that its description lacks; `undefined` if the answer conforms. */
export const departure = (observed: Observed): string | undefined => {
  const name = routeOf(observed);
  if (!name) return undefined;
  const found = observed.status < 400 ? ofSuccess(name, observed) : ofRefusal(name, observed);
  return found && `${observed.method} ${routes[name].path} answered ${observed.status}: ${found}`;
};

const ofSuccess = (
  name: RouteName,
  { method, status, contentType, body }: Observed,
): string | undefined => {
  const answer = operations[name].answers[status];
  if (answer === undefined) return `status ${status} is not described`;
  if (answer === null || method === 'HEAD') return undefined;
  if (typeof answer === 'string')
    return mediaType(contentType) === answer
      ? undefined
      : `it is ${contentType} instead of ${answer}`;
  return answer.safeParse(body).error?.message;
};

const mediaType = (contentType: string): string => contentType.replace(/;.*$/s, '');

const ofRefusal = (name: RouteName, observed: Observed): string | undefined => {
  if (isForeign(observed)) return undefined;
  const { method, status, body } = observed;
  const described = problemsOf(operations[name]).map((problem) => refusals[problem].status);
  if (status !== 500 && !described.includes(status)) return `refusal ${status} is not described`;
  if (method === 'HEAD') return undefined;
  return problemView.safeParse(body).error?.message;
};

// The gateway's own refusals, and pages for people, are not problem details.
const isForeign = ({ status, contentType }: Observed): boolean =>
  mediaType(contentType) === 'text/html' ||
  ((status === 401 || status === 403) && mediaType(contentType) !== 'application/problem+json');
