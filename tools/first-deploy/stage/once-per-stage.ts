import type { DeployedStage } from './deployed-stage.ts';

/**
 * Several checks look at the same order. The first one makes the order. A failure is remembered as
 * well.
 */
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
