import type { DeployedStage } from './deployed-stage.ts';

/** Several checks share an order, which the first one makes. A failure is shared, too. */
export const oncePerStage = <T>(
  make: (stage: DeployedStage) => Promise<T>,
): ((stage: DeployedStage) => Promise<T>) => {
  const made = new WeakMap<DeployedStage, Promise<T>>();
  return (stage) => {
    const known = made.get(stage) ?? make(stage);
    made.set(stage, known);
    return known;
  };
};
