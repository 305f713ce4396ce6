import type { Patience } from '../../../adapters/bulk/transfer/engine/patience.ts';
import type { TransferOptions } from '../../../adapters/bulk/transfer/engine/transfer-options.ts';
import type { BatchPlan } from '../../../core/bulk/model/batch.ts';
import type { SourceKind, SourcePlanOf } from '../../../core/bulk/model/source-plan.ts';
import type { FileSource } from '../../../core/bulk/ports.ts';
import { CommandProblem } from '../../command-problem.ts';
import { textOf } from '../../option-values.ts';
import type { Options, Values } from '../../options.ts';

/** A command's secrets for its source, which are not recorded, and its patience with a database. */
export type SourceSecrets = {
  operand?: string | undefined;
  password?: string | undefined;
  patience?: Patience | undefined;
};

/** What only the command knows: secrets, and the files that it writes, by their real paths. */
export type Opening = SourceSecrets & { ownFiles?: readonly string[] };

/** The engine's settings for files that are not on this machine. */
type EngineSettings = Pick<TransferOptions, 'source' | 'http' | 'sftp'>;

type PlanWith<Kind extends SourceKind> = BatchPlan & { source: SourcePlanOf<Kind> };

/** A kind of source on the command line: all there is to say of it here. */
export type SourceEntry<Kind extends SourceKind> = {
  /** How the operand of `migrate` is written. */
  example: string;
  recognizes: (operand: string) => boolean;
  options: Options;
  /** The plan that is recorded. Throws `CommandProblem`. */
  plan: (operand: string, values: Values) => SourcePlanOf<Kind>;
  /** Throws `CommandProblem`, `InvalidInput`. */
  open: (plan: PlanWith<Kind>, opening: Opening) => Promise<FileSource>;
  engineSettings?: (plan: PlanWith<Kind>) => EngineSettings | Promise<EngineSettings>;
};

/** An option without which a kind of source cannot be planned. Throws `CommandProblem`. */
export const requiredOption = (values: Values, name: string, kind: string): string => {
  const value = textOf(values, name);
  if (value === undefined) throw new CommandProblem(`A ${kind} source needs --${name}.`);
  return value;
};
