import type { EventBus } from 'aws-cdk-lib/aws-events';
import { type RouteFunction, type RouteName, routeFunctions } from '../../core/route-functions.ts';
import type { Grant } from '../shared/grants.ts';
import type { StageData } from '../shared/stage-data.ts';

/** The functions that serve operators alone: the Operators stack holds them. */
export const operatorsFunctions = [
  'operators',
  'operators-read',
  'dead-letters',
  'batches',
] as const satisfies readonly RouteFunction[];

type OperatorsFunction = (typeof operatorsFunctions)[number];

export type OwnersFunction = Exclude<RouteFunction, OperatorsFunction>;

const isOperators = (name: RouteFunction): name is OperatorsFunction =>
  operatorsFunctions.some((each) => each === name);

/** The functions that serve owners, workers and the public: the Service stack holds them. */
export const ownersFunctions = (Object.keys(routeFunctions) as RouteFunction[]).filter(
  (name): name is OwnersFunction => !isOperators(name),
);

/** The routes that a function serves. */
export type RouteOf<Name extends RouteFunction> = (typeof routeFunctions)[Name][number];

export type OperatorsRoute = RouteOf<OperatorsFunction>;
export type OwnersRoute = RouteOf<OwnersFunction>;

/** The parts of a stage that owners' routes reach. */
export type OwnersStage = {
  data: StageData;
  bus: EventBus;
  /** Grants to sign delivery URLs. Empty if storage signs its own. */
  signing: readonly Grant[];
  /** May verify answers to challenges. Empty where there is none. */
  challenge: readonly Grant[];
  /** May ask the worker to read a large file. */
  requestChecks: Grant;
};

/** The parts of a stage that operators' routes reach. */
export type OperatorsStage = {
  data: StageData;
  bus: EventBus;
  /** Grants to start work on batches. */
  bulk: Grant;
  /** Grants on the dead-letter queues. */
  deadLetters: { count: Grant; handle: Grant };
  /** Grants to see the stage's metrics and alarms. */
  watch: { metrics: Grant; alarms: Grant };
  /** Grants to start order migrations, and to take them over. */
  migrations: { start: Grant; observe: Grant; alert: Grant };
};

/** Grants of each of these routes. A function gets the union of its routes' grants. */
export type RouteGrants<Name extends RouteName> = Readonly<Record<Name, readonly Grant[]>>;
