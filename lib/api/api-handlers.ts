import { Construct } from 'constructs';
import {
  deadlineSecondsOf,
  type RouteFunction,
  type RouteName,
  routeFunctions,
} from '../../core/route-functions.ts';
import { type Grant, readSettings } from '../shared/grants.ts';
import { type FunctionDefaults, NodeFunction } from '../shared/node-function.ts';
import type { StageData } from '../shared/stage-data.ts';
import { tableGrants } from '../shared/table-grants.ts';
import type { RouteGrants, RouteOf } from './route-stage.ts';

type ApiHandlersProps<Name extends RouteFunction> = {
  defaults: FunctionDefaults;
  names: readonly Name[];
  grants: RouteGrants<RouteOf<Name>>;
  /** May tell whether a request came through the front door. Empty where there is none. */
  frontDoor: readonly Grant[];
};

/** Functions behind the API. */
export class ApiHandlers<Name extends RouteFunction> extends Construct {
  readonly byName: ReadonlyMap<Name, NodeFunction>;

  constructor(
    scope: Construct,
    id: string,
    { defaults, names, grants, frontDoor }: ApiHandlersProps<Name>,
  ) {
    super(scope, id);
    const addFunction = (name: Name): NodeFunction => {
      const served: readonly RouteOf<Name>[] = routeFunctions[name];
      return new NodeFunction(this, name, {
        defaults,
        grants: [...served.flatMap((route) => grants[route]), ...frontDoor],
        timeoutSeconds: timeoutSecondsOf(served),
        memoryMiB: 1024,
      });
    };
    this.byName = new Map(names.map((name) => [name, addFunction(name)]));
  }
}

/**
 * A route answers by its own deadline. The function needs a second more, so that the answer is on
 * its way before Lambda stops the function.
 */
const timeoutSecondsOf = (names: readonly RouteName[]): number =>
  Math.max(...names.map(deadlineSecondsOf)) + 1;

/** Adds the function that says who a caller is, beside those that serve the caller. */
export const addAuthorizer = (
  handlers: Construct,
  { defaults, data }: { defaults: FunctionDefaults; data: StageData },
): NodeFunction =>
  new NodeFunction(handlers, 'authorizer', {
    defaults,
    grants: [readSettings('auth'), tableGrants(data).sessions('GetItem')],
    timeoutSeconds: 10,
    memoryMiB: 1024,
  });
