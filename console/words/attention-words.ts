import type { Attention } from '@keepsake/client/operator';
import { countText } from './figure-text.ts';

/** How many orders need a person, e.g. `104+` if counting stopped; undefined for none. */
export const attentionText = ({ orders }: Attention): string | undefined => {
  const kinds = Object.values(orders);
  const sum = kinds.reduce((count, kind) => count + kind.count, 0);
  if (sum === 0) return undefined;
  return `${countText(sum)}${kinds.some(({ more }) => more) ? '+' : ''}`;
};
