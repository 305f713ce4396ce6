import type { Options, Values } from './options.ts';
import type { Output } from './output.ts';
import type { Settings } from './settings.ts';

/** All a verb gets. */
export type Context = {
  positionals: readonly string[];
  values: Values;
  settings: Settings;
  output: Output;
};

/** What help, completion and manual say of a verb. */
export type Described = {
  summary: string;
  /** The words after the verb. */
  operands: string;
  /** Words of which one has to stand there first. */
  words?: readonly string[];
  options: Options;
  /** Whole command lines, the usual one first. */
  examples: readonly string[];
};

/** One verb. `run` returns the exit code. */
export type Command = Described & { run(context: Context): Promise<number> };

/** Verbs as they are described, and the options that every verb has. */
export type Grammar = { commands: ReadonlyMap<string, Described>; everywhere: Options };
