import type { OrderQuery } from '@keepsake/client/operator';

/** The states that the list can be narrowed to, in the order of the buttons. */
export const orderStates = [
  { id: 'all', text: 'All' },
  { id: 'failed', text: 'Failed' },
  { id: 'compensation_failed', text: 'Copies left' },
  { id: 'stuck', text: 'Stuck' },
  { id: 'paid', text: 'Migrating' },
  { id: 'awaiting_payment', text: 'Unpaid' },
  { id: 'completed', text: 'Kept' },
] as const;

type State = NonNullable<OrderQuery['status']>;

const isState = (text: string | undefined): text is State =>
  text !== 'all' && orderStates.some(({ id }) => id === text);

const pageSize = 50;

/** What the page's address asks of the API. A value that the API does not know is left out. */
export const queryOf = (get: (name: string) => string | undefined): OrderQuery => {
  const [state, ownerId, cursor] = [get('state'), get('owner'), get('cursor')];
  return {
    limit: pageSize,
    ...(isState(state) && { status: state }),
    ...(ownerId !== undefined && { ownerId }),
    ...(cursor !== undefined && { cursor }),
  };
};

/** The command that lists the same. */
export const commandOf = ({ status }: OrderQuery): string[] => [
  'orders',
  'list',
  ...(status === undefined ? [] : ['--status', status]),
];
