/** A stretch of a list: at most `limit` of the entries after a position. */
export type Stretch = { limit: number; after?: string | undefined };
