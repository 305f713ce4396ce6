import type { Figure } from '../../../core/operations/model/figure.ts';
import type { Metrics } from '../../../core/operations/ports.ts';

/** Numbers by metric and statistic, e.g. `OrdersFailed Sum`. */
export class MemoryMetrics implements Metrics {
  readonly numbers: Record<string, number>;
  /** Thrown by every read. */
  fault: Error | undefined;
  readonly asked: { from: Date; to: Date }[] = [];

  constructor(numbers: Record<string, number> = {}) {
    this.numbers = numbers;
  }

  async read(
    figures: readonly Figure[],
    stretch: { from: Date; to: Date },
  ): Promise<(number | undefined)[]> {
    this.asked.push(stretch);
    if (this.fault) throw this.fault;
    return figures.map(({ metric, statistic }) => this.numbers[`${metric} ${statistic}`]);
  }
}
