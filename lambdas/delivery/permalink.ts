import type { DeliverySettings } from '../../core/contract.ts';

/** The printed address. A configured origin outlives API ids; without one, it is the API's. */
export const permalink = (
  { linkOrigin }: Pick<DeliverySettings, 'linkOrigin'>,
  origin: string,
  token: string,
): string => `${linkOrigin ?? origin}/l/${token}`;
