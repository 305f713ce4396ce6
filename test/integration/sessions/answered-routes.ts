import type { RouteName } from '../../../core/route-functions.ts';
import { routeOf } from '../../../openapi/conformance.ts';
import type { Answer, Visitor } from '../shared/visitor.ts';

/**
 * The success each route answered with. Every answer was held to its description on the way:
 * `request` throws where it departs.
 */
export const answered = new Map<RouteName, number>();

/** Remembers the route of a successful answer. */
export const note = async (
  method: string,
  path: string,
  answer: Promise<Answer>,
): Promise<Answer> => {
  const { status, ...rest } = await answer;
  const name = routeOf({ method, path });
  if (name && status < 400) answered.set(name, status);
  return { status, ...rest };
};

export const ask = (who: Visitor, method: string, path: string, body?: unknown): Promise<Answer> =>
  note(method, path, who.ask(method, path, body));
