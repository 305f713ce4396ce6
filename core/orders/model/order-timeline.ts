import {
  type Failure,
  type HistoryEntry,
  historyEvents,
  type Order,
  type OrderFile,
  type OrderWithFiles,
} from './order.ts';
import { outstandingOf } from './order-outstanding.ts';
import { orderView } from './order-view.ts';

/** Everything that a timeline tells. */
export const timelineEvents = [
  'created',
  'payment_accepted',
  'payment_held',
  ...historyEvents,
  'refund_requested',
  'refund_settled',
  'refund_refused',
  'payment_disputed',
  'dispute_won',
  'dispute_lost',
] as const;

/** Ends of an attempt with which its refund is requested. */
const refunding: readonly string[] = ['compensated', 'compensation_failed'];

/** How an attempt ends. */
export const attemptOutcomes = [
  'completed',
  'compensated',
  'compensation_failed',
  'retry_due',
] as const satisfies readonly HistoryEntry['event'][];

/** The operator's view: events, each file's failure, the undone copies and open tasks. */
export const operatorTimeline = (current: OrderWithFiles, awaited?: ReadonlySet<string>) => {
  const { order, files } = current;
  return {
    ...orderView(current),
    ownerId: order.ownerId,
    ...causeOf(order),
    events: eventsOf(order),
    attempts: attemptsOf(order),
    undone: undoneOf(files),
    outstanding: outstandingOf(current, awaited),
  };
};

const causeOf = ({ migration }: Order) => migration.error && { failure: migration.error };

/** Something that happened to an order; `paymentId`, `runId` and `cause` where there is one. */
type TimelineEvent = {
  at: string;
  event: (typeof timelineEvents)[number];
  attempt?: number | undefined;
  runId?: string | undefined;
  paymentId?: string | undefined;
  cause?: Failure | undefined;
};

const eventsOf = ({
  createdAt,
  payment,
  heldPayments,
  refund,
  refunds = [],
  disputes = [],
  migration,
  history = [],
}: Order): TimelineEvent[] => {
  const events: TimelineEvent[] = [
    { at: createdAt, event: 'created' },
    ...(payment
      ? [
          {
            at: payment.receivedAt,
            event: 'payment_accepted' as const,
            paymentId: payment.paymentId,
          },
        ]
      : []),
    ...heldPayments.map(({ receivedAt, paymentId }) => ({
      at: receivedAt,
      event: 'payment_held' as const,
      paymentId,
    })),
    ...history,
    ...stoppedRequests(history),
    ...(refund
      ? [{ at: refund.requestedAt, event: 'refund_requested' as const, attempt: migration.attempt }]
      : []),
  ];
  events.push(...refundEvents(refunds), ...disputeEvents(disputes));
  return events.sort((a, b) => a.at.localeCompare(b.at));
};

/** Requests that an operator stopped. The order's own entry is of the last request alone. */
const stoppedRequests = (history: readonly HistoryEntry[]): TimelineEvent[] =>
  history
    .filter(({ event }) => event === 'refund_stopped')
    .flatMap(({ attempt }) => {
      const end = history.find((one) => one.attempt === attempt && refunding.includes(one.event));
      return end ? [{ at: end.at, event: 'refund_requested' as const, attempt }] : [];
    });

/** Amounts are in the order's answer; a line says which payment it was. */
const refundEvents = (refunds: NonNullable<Order['refunds']>): TimelineEvent[] =>
  refunds.flatMap(({ at, status, paymentId }) =>
    status === 'pending' ? [] : [{ at, event: `refund_${status}` as const, paymentId }],
  );

const disputeEvents = (disputes: NonNullable<Order['disputes']>): TimelineEvent[] =>
  disputes.map(({ at, status, paymentId }) => ({
    at,
    event: status === 'open' ? 'payment_disputed' : `dispute_${status}`,
    paymentId,
  }));

const attemptsOf = ({ history = [], migration }: Order) =>
  Array.from({ length: migration.attempt }, (_, index) => index + 1).map((attempt) =>
    attemptOf(
      attempt,
      history.filter((line) => line.attempt === attempt),
    ),
  );

const attemptOf = (attempt: number, lines: readonly HistoryEntry[]) => {
  const end = lines.flatMap((line) => outcomeOf(line) ?? []).at(-1);
  const cause = lines.findLast((line) => line.cause)?.cause;
  return {
    attempt,
    runs: [...new Set(lines.flatMap(({ runId }) => runId ?? []))],
    startedAt: lines.find(({ event }) => event === 'migration_started')?.at,
    ...end,
    ...(cause && { cause }),
  };
};

const outcomeOf = ({ at, event }: HistoryEntry) => {
  const outcome = attemptOutcomes.find((ending) => ending === event);
  return outcome && { endedAt: at, outcome };
};

const undoneOf = (files: readonly OrderFile[]) =>
  files.flatMap(({ role, undone }) => (undone ? [{ role, ...undone }] : []));

/** The same for its owner: no executions, no payment ids, nothing that is the operators' to do. */
export const ownerTimeline = (current: OrderWithFiles, awaited?: ReadonlySet<string>) => ({
  ...orderView(current),
  events: eventsOf(current.order).map(({ at, event, attempt }) => ({
    at,
    event,
    ...(attempt !== undefined && { attempt }),
  })),
  outstanding: outstandingOf(current, awaited)
    .filter(({ who }) => who !== 'operator')
    .map(({ who, what, roles }) => ({
      who,
      what,
      ...(what === 'await_files' && { roles }),
    })),
});
