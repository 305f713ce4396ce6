import type { SearchResult } from '@keepsake/client/operator';

type Match = SearchResult['matches'][number];

/** The page of a found record. Links and owners have no page of their own: lists lead to them. */
export const pageOf = ({ kind, id, orderId }: Match): string => {
  if (kind === 'link') return `/links?order=${encodeURIComponent(orderId ?? id)}`;
  if (kind === 'owner') return `/orders?owner=${encodeURIComponent(id)}`;
  return at(kind === 'batch' ? 'batches' : `${kind}s`, id);
};

const at = (list: string, id: string): string => `/${list}/${encodeURIComponent(id)}`;

const reasons: Readonly<Record<Match['by'], string>> = {
  id: 'has this id',
  payment: 'was paid by this payment',
  token: 'has this token',
  key: 'has this permanent key',
  path: 'came from this path',
};

/** Why something was found: `was paid by this payment`. */
export const reasonText = ({ by }: Match): string => reasons[by];
