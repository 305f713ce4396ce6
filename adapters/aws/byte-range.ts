/** The value of a Range header; both ends included, to the end of the file without `last`. */
export const rangeText = (first: number, last?: number): string =>
  last === undefined ? `bytes=${first}-` : `bytes=${first}-${last}`;
