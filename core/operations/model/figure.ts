import type { MetricName } from '../../metric-names.ts';

/** A number over a stretch of time, made from what a metric recorded in it. */
export type Figure = { metric: MetricName; statistic: 'Sum' | 'p50' | 'p95' };

/** The figures of a stage that operators look at first. */
export const figures = {
  /** Orders whose files are all in permanent storage. */
  migrated: { metric: 'OrdersCompleted', statistic: 'Sum' },
  /** Orders that failed. */
  failed: { metric: 'OrdersFailed', statistic: 'Sum' },
  /** Milliseconds from payment to permanent storage, of half and of 95 orders in 100. */
  paidToKeptP50Ms: { metric: 'PaidToKeptMilliseconds', statistic: 'p50' },
  paidToKeptP95Ms: { metric: 'PaidToKeptMilliseconds', statistic: 'p95' },
} as const satisfies Record<string, Figure>;

export type FigureName = keyof typeof figures;

export const figureNames = Object.keys(figures) as FigureName[];

/** The reconciler counts its runs every hour: without this figure, metrics do not arrive at all. */
export const heartbeat: Figure = { metric: 'ReconcilerRuns', statistic: 'Sum' };

/** Why a figure is unknown: CloudWatch holds no number (`no_data`) or did not answer. */
export const unknownReasons = ['no_data', 'no_answer'] as const;

export type UnknownReason = (typeof unknownReasons)[number];
