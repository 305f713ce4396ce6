import type { RouteName } from '../../../core/route-functions.ts';
import type { Effect, Who } from './powers-table.ts';
import type { StageOfAlice } from './stage-of-alice.ts';

export type Request = {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  raw?: { contentType: string; text: string };
  headers?: Record<string, string>;
};

/** One way to an effect: a route, and what of it is asked for. */
export type Way = {
  effect: Effect;
  route: RouteName;
  /** Which field or thing leads to the effect, where the route alone does not say it. */
  by?: string;
  request?: (stage: StageOfAlice, who: Who) => Request | Promise<Request>;
};

/** A request for one thing by its id. */
export const at =
  (id: string, more: Request = {}) =>
  () => ({ params: { id }, ...more });

/** Fields that lead to one effect, each with a request that has it. */
export const byEach = (
  effect: Effect,
  route: RouteName,
  fields: Readonly<Record<string, Request>>,
): Way[] =>
  Object.entries(fields).map(([by, request]) => ({ effect, route, by, request: () => request }));
