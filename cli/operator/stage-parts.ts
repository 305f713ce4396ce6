import { type StackResource, stackResources } from '../../adapters/aws/stacks.ts';
import { kebab } from '../../core/shared/model/text.ts';
import { parkingStacks } from '../../core/stack-names.ts';
import type { Access } from '../aws-access.ts';
import { CommandProblem } from '../command-problem.ts';
import { exitCodes } from '../exit-codes.ts';
import { noStage, stageAccess } from '../open-stage.ts';
import type { Settings } from '../settings.ts';

/** The stage that `npm start` deploys. */
const localStage = 'local';

/**
 * A dead-letter queue. `backTo`: the queue of its messages' origin. `fromBus`: its messages are
 * events of our own bus.
 */
export type DeadLetters = { name: string; url: string; backTo?: string; fromBus: boolean };

/**
 * The parts of a stage that its stacks name. Reading `reconciler` or `bus` throws `CommandProblem`
 * if the stack has none.
 */
export type StageParts = {
  access: Access;
  deadLetters: DeadLetters[];
  reconciler: string;
  bus: string;
};

// CDK ends what it calls a resource with eight digits of its own.
const deadLettersId = /^(\w+)DeadLettersQueue[0-9A-F]{8}$/;

/** Finds the stage's parts, with the operator's own credentials. Throws `CommandProblem`. */
export const partsOf = async (settings: Settings): Promise<StageParts> => {
  const stage = stageOf(settings);
  const access = await stageAccess(settings);
  const service = await stackResources(access, `Keepsake-${stage}-Service`);
  if (service.length === 0)
    throw new CommandProblem(
      `There is no stack Keepsake-${stage}-Service here. Name another --stage or --region.`,
      exitCodes.missing,
    );
  const { Service: own, ...siblings } = parkingStacks;
  const parked = await Promise.all(
    Object.entries(siblings).map(async ([part, { fromBus }]) =>
      deadLettersIn(await stackResources(access, `Keepsake-${stage}-${part}`), fromBus),
    ),
  );
  return {
    access,
    deadLetters: [deadLettersIn(service, own.fromBus), ...parked].flat(),
    get reconciler() {
      return idOf(service, 'AWS::Lambda::Function', 'Reconcilerupkeep');
    },
    get bus() {
      return idOf(service, 'AWS::Events::EventBus', 'Bus');
    },
  };
};

const stageOf = ({ stage, local }: Settings): string => {
  if (local) return localStage;
  if (stage === undefined) throw noStage();
  return stage;
};

const deadLettersIn = (resources: readonly StackResource[], fromBus: boolean): DeadLetters[] => {
  const queues = queueUrls(resources);
  return queues.flatMap(({ logicalId, physicalId: url }) => {
    const [, parker] = deadLettersId.exec(logicalId) ?? [];
    if (parker === undefined) return [];
    const source = queues.find((queue) =>
      new RegExp(`^${parker}Queue[0-9A-F]{8}$`).test(queue.logicalId),
    );
    return [{ name: kebab(parker), url, fromBus, ...(source && { backTo: source.physicalId }) }];
  });
};

const queueUrls = (resources: readonly StackResource[]) =>
  resources.filter(({ type }) => type === 'AWS::SQS::Queue');

const idOf = (resources: readonly StackResource[], type: string, start: string): string => {
  const found = resources.find(
    (resource) => resource.type === type && resource.logicalId.startsWith(start),
  );
  if (found) return found.physicalId;
  throw new CommandProblem(
    `The stage's Service stack has no ${type} ${start}: deploy the stage again.`,
    exitCodes.missing,
  );
};
