import { TransientFault } from '../../core/errors.ts';
import {
  deadlineSecondsOf,
  isAudited,
  type RouteFunction,
  type RouteKeyOf,
  type RouteName,
  routeFunctions,
  routeKey,
} from '../../core/route-functions.ts';
import { type AuditDeps, audited } from './audited.ts';
import { httpHandler, type Refusal, type Route } from './http.ts';
import { withTimeLimit } from './time-limit.ts';

/** Makes a route with its ports, at the route's first request. */
type Wire = () => Route;

/** Every route of a function, by the key that API Gateway sends. */
export type RouteTable<Name extends RouteFunction> = Readonly<Record<RouteKeyOf<Name>, Wire>>;

/** How a function answers beyond its table. */
export type ServeOptions = {
  /** How its refusals are shown, where people read them. */
  refusal?: Refusal;
  /** Where operators' acts are recorded; a function by which they change something needs it. */
  auditing?: () => AuditDeps;
};

/** The handler of one function behind the API: each request goes to its route in the table. */
export const serveRoutes = <Name extends RouteFunction>(
  name: Name,
  table: RouteTable<Name>,
  options: ServeOptions = {},
) => {
  const byKey = servedBy(name, table, options);
  return httpHandler(async (request) => {
    const route = byKey.get(request.route);
    if (route === undefined)
      throw new Error(`${name} has no route ${request.route}: add it to the function's table.`);
    return route(request);
  }, options.refusal);
};

/** A function's routes, by the key that API Gateway sends. */
const servedBy = (
  name: RouteFunction,
  table: Readonly<Record<string, Wire>>,
  options: ServeOptions,
): ReadonlyMap<string, Route> =>
  new Map(
    routeFunctions[name].flatMap((routeName) => {
      const key = routeKey(routeName);
      const wire = table[key];
      return wire ? [[key, served(routeName, key, wire, options)]] : [];
    }),
  );

/** A route that answers by its deadline. Its record is finished with its work, even later. */
const served = (name: RouteName, key: string, wire: Wire, options: ServeOptions): Route => {
  const route = recorded(name, wireLater(wire), options);
  return (request) => withDeadline(key, deadlineSecondsOf(name), route(request));
};

const recorded = (name: RouteName, route: Route, { auditing }: ServeOptions): Route => {
  if (!isAudited(name)) return route;
  if (!auditing) throw new Error(`${name} changes things for operators: its function must audit.`);
  return audited(name, route, auditing);
};

/** A route that is wired at its first request. */
const wireLater = (wire: Wire): Route => {
  let route: Route | undefined;
  return async (request) => {
    route ??= wire();
    return route(request);
  };
};

/**
 * Answers with a `TransientFault` if the work is not done in time. The work itself goes on: changes
 * are conditional, so a repeated request finds them done or does them. A creation without an
 * Idempotency-Key may then happen twice.
 */
const withDeadline = <Result>(
  key: string,
  seconds: number,
  work: Promise<Result>,
): Promise<Result> => {
  const message = `${key} was not done after ${seconds} seconds. Send the same request again.`;
  return withTimeLimit(seconds * 1000, work, () => new TransientFault(message));
};
