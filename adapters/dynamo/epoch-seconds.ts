/** What DynamoDB's TTL wants: whole seconds since 1970. */
export const epochSeconds = (iso: string, daysLater = 0): number =>
  Math.floor(Date.parse(iso) / 1000) + daysLater * 86_400;
