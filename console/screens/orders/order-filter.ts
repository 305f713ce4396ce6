import type { OrderQuery } from '@keepsake/client/operator';
import { optionsOf } from '../../words/shell-words.ts';

/** The states that the list can be narrowed to, in the order of the buttons. */
export const orderStates = [
  { id: 'all', text: 'All' },
  { id: 'failed', text: 'Failed' },
  { id: 'compensation_failed', text: 'Copies left' },
  { id: 'stuck', text: 'Stuck' },
  { id: 'payment_held', text: 'Held payment' },
  { id: 'paid', text: 'Migrating' },
  { id: 'awaiting_payment', text: 'Unpaid' },
  { id: 'completed', text: 'Kept' },
] as const;

const pageSize = 50;

const dayMs = 86_400_000;

/** The query in the page's address. A value that the API does not know is left out. */
export const queryOf = (get: (name: string) => string | undefined): OrderQuery => {
  const state = get('state');
  return {
    limit: pageSize,
    from: startOf(get('from')),
    to: endOf(get('to')),
    status: isState(state) ? state : undefined,
    ownerId: get('owner'),
    cursor: get('cursor'),
  };
};

/** Days of the filter are days of UTC, as in logs. */
const startOf = (day: string | undefined): string | undefined => dayOf(day, 0);

const dayOf = (day: string | undefined, laterMs: number): string | undefined => {
  const at = Date.parse(`${day}T00:00:00.000Z`);
  return Number.isNaN(at) ? undefined : new Date(at + laterMs).toISOString();
};

const endOf = (day: string | undefined): string | undefined => dayOf(day, dayMs - 1);

type State = NonNullable<OrderQuery['status']>;

const isState = (text: string | undefined): text is State =>
  text !== 'all' && orderStates.some(({ id }) => id === text);

/** The command that lists the same. */
export const commandOf = ({ status, ownerId, from, to }: OrderQuery): string[] => [
  'orders',
  'list',
  ...optionsOf({ status, owner: ownerId, from, to }),
];
