import * as z from 'zod';
import { parseQuery } from '../shared/model/parse-query.ts';
import { wholeNumberSchema } from '../shared/model/whole-number.ts';
import type { Clock } from '../shared/ports.ts';
import {
  type FigureName,
  figureNames,
  figures,
  heartbeat,
  type UnknownReason,
} from './model/figure.ts';
import type { Metrics } from './ports.ts';

export const readMetricsSchema = z.strictObject({
  hours: wholeNumberSchema(168).default(24),
});

/** Figures of `[from, to)`. A figure is either there or in `unknown`, with the reason. */
export type MetricsView = { from: string; to: string } & Partial<Record<FigureName, number>> & {
    unknown: { figure: FigureName; why: UnknownReason }[];
  };

/** Metrics come in periods of five minutes, so the stretch ends with one. */
const stepMs = 300_000;
const hourMs = 3_600_000;

/**
 * Figures that the functions counted in the last hours, by default 24. CloudWatch's silence is no
 * error: the view says which figures are unknown. Throws `InvalidInput`.
 */
export const readMetrics = async (
  { metrics, clock }: { metrics: Metrics; clock: Clock },
  query: unknown,
  onFailure: (error: unknown) => void,
): Promise<MetricsView> => {
  const { hours } = parseQuery(readMetricsSchema, query);
  const stretch = stretchOf(clock.now(), hours);
  const wanted = [heartbeat, ...figureNames.map((name) => figures[name])];
  const answer = await metrics.read(wanted, stretch).catch((error: unknown) => {
    onFailure(error);
    return undefined;
  });
  const numbers = numbersOf(answer ?? []);
  const why = answer === undefined ? 'no_answer' : 'no_data';
  return {
    from: stretch.from.toISOString(),
    to: stretch.to.toISOString(),
    ...numbers,
    unknown: figureNames
      .filter((figure) => numbers[figure] === undefined)
      .map((figure) => ({ figure, why })),
  };
};

const stretchOf = (now: Date, hours: number): { from: Date; to: Date } => {
  const to = Math.ceil(now.getTime() / stepMs) * stepMs;
  return { from: new Date(to - hours * hourMs), to: new Date(to) };
};

type Numbers = Partial<Record<FigureName, number>>;

/**
 * A metric without additions has no number. The number is 0 if the reconciler's runs were counted
 * in the same time; a percentile of no orders is none.
 */
const numbersOf = (values: readonly (number | undefined)[]): Numbers => {
  const [beats, ...found] = values;
  const number = (name: FigureName, value: number | undefined): number | undefined =>
    value ?? (beats !== undefined && figures[name].statistic === 'Sum' ? 0 : undefined);
  return Object.fromEntries(
    figureNames.flatMap((name, index) => {
      const value = number(name, found[index]);
      return value === undefined ? [] : [[name, value]];
    }),
  );
};
