import type { DeliverySettings } from '../../core/contract.ts';

/**
 * The printed address. A configured origin outlives API ids; without one, the API's own origin is
 * printed.
 */
export const permalink = (
  { linkOrigin }: Pick<DeliverySettings, 'linkOrigin'>,
  origin: string,
  token: string,
): string => `${linkOrigin ?? origin}/l/${token}`;
