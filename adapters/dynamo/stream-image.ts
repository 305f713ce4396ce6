/** An item as a stream tells it: every value wrapped in the name of its type. */
export type StreamImage = Readonly<Record<string, ImageValue>>;

type ImageValue = {
  S?: string | undefined;
  N?: string | undefined;
  BOOL?: boolean | undefined;
  L?: readonly ImageValue[] | undefined;
  M?: StreamImage | undefined;
};

/** The item itself. Our records hold only text, numbers, booleans, lists and maps. */
export const fromStreamImage = (image: StreamImage): Record<string, unknown> =>
  Object.fromEntries(Object.entries(image).map(([name, value]) => [name, unwrapped(value)]));

const unwrapped = ({ S, N, BOOL, L, M }: ImageValue): unknown => {
  if (N !== undefined) return Number(N);
  if (L !== undefined) return L.map(unwrapped);
  return M === undefined ? (S ?? BOOL) : fromStreamImage(M);
};
