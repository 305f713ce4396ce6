/** Whole seconds since 1970, the format of DynamoDB's TTL. */
export const epochSeconds = (iso: string, daysLater = 0): number =>
  Math.floor(Date.parse(iso) / 1000) + daysLater * 86_400;
