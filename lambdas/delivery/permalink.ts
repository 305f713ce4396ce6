import type { DeliverySettings } from '../../core/contract.ts';

/**
 * What is printed: the configured origin outlives API ids; a stage without one answers under its
 * own.
 */
export const permalink = (
  { linkOrigin }: Pick<DeliverySettings, 'linkOrigin'>,
  origin: string,
  token: string,
): string => `${linkOrigin ?? origin}/l/${token}`;
