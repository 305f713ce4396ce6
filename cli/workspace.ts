import type { Patience } from '../adapters/bulk/transfer/engine/patience.ts';
import type { Batches, Registrations } from '../core/bulk/ports.ts';
import type { Uploads } from '../core/uploads/ports.ts';
import type { Category } from './settings.ts';

/** The stage files are registered in. */
export type StageRegistry = {
  filesBucket: string;
  categories: Readonly<Record<string, Category>>;
  uploads: Uploads;
  registrations: Registrations;
  /** Where the older system serves registered files until they are moved. */
  legacyBaseUrl?: string | undefined;
};

/** Where batches are kept, and the stage, if one was named. */
export type Workspace = {
  batches: Batches;
  stage: StageRegistry | undefined;
  patience?: Patience;
  close: () => void;
};
