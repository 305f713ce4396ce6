import type { OrderSummary, OrderTimeline } from '../../client/operator/operator.ts';
import { statusText } from '../bulk/batch-text.ts';
import { bytesText } from '../figures.ts';

/** An order in one line. */
export const orderLine = ({ orderId, status, migration, updatedAt }: OrderSummary): string => {
  const { status: state, attempt, error } = migration;
  return (
    `${orderId}  ${statusText(status).padEnd(17)} ${statusText(state).padEnd(19)} attempt ` +
    `${attempt}  ${updatedAt}${error ? `  ${causeText(error)}` : ''}`
  );
};

type Cause = { code: string; message: string; role?: string | undefined };

const causeText = ({ code, message, role }: Cause): string =>
  `${role ? `${role}: ` : ''}${statusText(code)}: ${message}`;

/** All an operator needs of an order. */
export const timelineLines = (timeline: OrderTimeline): string[] => {
  const {
    orderId,
    status,
    migration,
    ownerId,
    failure,
    events,
    attempts = [],
    files,
    undone = [],
    outstanding,
  } = timeline;
  return [
    `${orderId}  ${statusText(status)}, migration ${statusText(migration.status)} in attempt ` +
      `${migration.attempt}, of ${ownerId}`,
    ...(failure ? [`failed because of ${causeText(failure)}`] : []),
    ...section('events', events.map(eventLine)),
    ...section('attempts', attempts.map(attemptLine)),
    ...section('files', files.map(fileLine)),
    ...section(
      'undone',
      undone.map(
        ({ role, permanentKey, versionId, at }) =>
          `  ${role.padEnd(12)} ${at}  ${permanentKey}${versionId ? `@${versionId}` : ''}`,
      ),
    ),
    ...section('still to do', outstanding.map(outstandingLine)),
  ];
};

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [title, ...lines];

const eventLine = ({
  at,
  event,
  attempt,
  runId,
  paymentId,
  cause,
}: OrderTimeline['events'][number]): string =>
  [
    `  ${at}  ${statusText(event).padEnd(22)}`,
    attempt && `attempt ${attempt}`,
    runId,
    paymentId,
    cause && causeText(cause),
  ]
    .filter(Boolean)
    .join('  ');

const attemptLine = ({
  attempt,
  runs,
  outcome,
  endedAt,
  cause,
}: NonNullable<OrderTimeline['attempts']>[number]): string =>
  [
    `  ${attempt}`,
    statusText(outcome ?? 'not ended'),
    endedAt,
    runs.join(', '),
    cause && causeText(cause),
  ]
    .filter(Boolean)
    .join('  ');

const fileLine = ({
  role,
  status,
  required,
  sizeBytes,
  uploadId,
  permanentKey,
  failure,
}: OrderTimeline['files'][number]): string =>
  [
    `  ${role.padEnd(12)} ${statusText(status).padEnd(9)}`,
    required ? '' : 'optional',
    sizeBytes === undefined ? '' : bytesText(sizeBytes),
    uploadId,
    permanentKey,
    failure && causeText(failure),
  ]
    .filter(Boolean)
    .join('  ');

const outstandingLine = ({
  who,
  what,
  roles,
  idempotencyKey,
  paymentId,
  detailType,
}: OrderTimeline['outstanding'][number]): string =>
  [
    `  ${statusText(who)}: ${statusText(what)}`,
    roles?.join(', '),
    idempotencyKey,
    paymentId,
    detailType,
  ]
    .filter(Boolean)
    .join('  ');
