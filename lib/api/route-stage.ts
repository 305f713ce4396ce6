import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { RouteName } from '../../core/route-functions.ts';
import type { Grant } from '../shared/grants.ts';
import type { StageData } from '../shared/stage-data.ts';

/** The parts of a stage that routes reach. */
export type RouteStage = {
  data: StageData;
  bus: EventBus;
  /** Grants to sign delivery URLs. Empty if storage signs its own. */
  signing: readonly Grant[];
  /** May verify answers to challenges. Empty where there is none. */
  challenge: readonly Grant[];
  /** May ask the worker to read a large file. */
  requestChecks: Grant;
  /** Grants to start work on batches. */
  bulk: Grant;
  /** Grants on the dead-letter queues. */
  deadLetters: { count: Grant; handle: Grant };
  /** Grants to see the stage's metrics and alarms. */
  watch: { metrics: Grant; alarms: Grant };
  /** Grants to start order migrations, and to take them over. */
  migrations: { start: Grant; observe: Grant; alert: Grant };
};

/** Grants of one route. A function gets the union of its routes' grants. */
export type RouteGrants<Name extends RouteName = RouteName> = Readonly<
  Record<Name, readonly Grant[]>
>;
