import { countAttention } from '../../core/operations/count-attention.ts';
import { settings } from '../shared/environment.ts';
import { answers, type Route } from '../shared/http.ts';
import { orderLists } from '../shared/order-wiring.ts';
import { clock } from '../shared/wiring.ts';

/** GET /attention */
export const attentionRoute = (): Route => {
  const deps = { lists: orderLists(), clock: clock(), ...settings('reconcileAfterMinutes') };
  return answers(({ caller, query }) => countAttention(deps, caller, query));
};
