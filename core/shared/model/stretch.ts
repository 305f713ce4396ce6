/** A stretch of a list: at most `limit` of what comes after a position. */
export type Stretch = { limit: number; after?: string | undefined };
