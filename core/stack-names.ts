/**
 * Stacks of a stage whose queues park messages, as their names end. `fromBus`: what is parked there
 * are events of the stage's bus.
 */
export const parkingStacks = {
  Service: { fromBus: false },
  Refunds: { fromBus: true },
  Webhooks: { fromBus: false },
  Variants: { fromBus: false },
} as const;
