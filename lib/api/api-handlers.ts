import { Construct } from 'constructs';
import {
  deadlineSecondsOf,
  type RouteFunction,
  type RouteName,
  routeFunctions,
} from '../../core/route-functions.ts';
import { type Grant, readSettings } from '../shared/grants.ts';
import { type FunctionDefaults, NodeFunction } from '../shared/node-function.ts';
import { tableGrants } from '../shared/table-grants.ts';
import { routeGrants } from './route-grants.ts';
import type { RouteGrants, RouteStage } from './route-stage.ts';

type ApiHandlersProps = RouteStage & {
  defaults: FunctionDefaults;
  /** May tell whether a request came through the front door. Empty where there is none. */
  frontDoor: readonly Grant[];
};

/**
 * A route answers by its own deadline. The function needs a second more, so that the answer is on
 * its way before Lambda stops the function.
 */
const timeoutSecondsOf = (names: readonly RouteName[]): number =>
  Math.max(...names.map(deadlineSecondsOf)) + 1;

const functionNames = Object.keys(routeFunctions) as RouteFunction[];

/** The functions behind the API, and the authorizer before them. */
export class ApiHandlers extends Construct {
  readonly authorizer: NodeFunction;
  readonly byName: ReadonlyMap<RouteFunction, NodeFunction>;

  constructor(scope: Construct, id: string, { defaults, frontDoor, ...stage }: ApiHandlersProps) {
    super(scope, id);
    this.authorizer = new NodeFunction(this, 'authorizer', {
      defaults,
      grants: [readSettings('auth'), tableGrants(stage.data).sessions('GetItem')],
      timeoutSeconds: 10,
      memoryMiB: 1024,
    });
    const grants = routeGrants(stage);
    this.byName = new Map(
      functionNames.map((name) => [name, this.addFunction(name, { defaults, grants, frontDoor })]),
    );
  }

  private addFunction(
    name: RouteFunction,
    {
      defaults,
      grants,
      frontDoor,
    }: Pick<ApiHandlersProps, 'defaults' | 'frontDoor'> & { grants: RouteGrants },
  ): NodeFunction {
    const names: readonly RouteName[] = routeFunctions[name];
    return new NodeFunction(this, name, {
      defaults,
      grants: [...names.flatMap((route) => grants[route]), ...frontDoor],
      timeoutSeconds: timeoutSecondsOf(names),
      memoryMiB: 1024,
    });
  }
}
