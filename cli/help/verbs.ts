import type { Command, Described, Grammar } from '../command.ts';
import { globalOptions } from '../settings.ts';
import { completion } from './completion.ts';

/** Verbs are loaded when they are called: `--help` waits for no SDK. */
export const verbs: Readonly<Record<string, () => Promise<{ command: Command }>>> = {
  init: () => import('../project/commands/init.ts'),
  migrate: () => import('../bulk/commands/migrate.ts'),
  register: () => import('../bulk/commands/register.ts'),
  batches: () => import('../bulk/commands/batches.ts'),
  status: () => import('../bulk/commands/status.ts'),
  files: () => import('../bulk/commands/files.ts'),
  resume: () => import('../bulk/commands/resume.ts'),
  pause: () => import('../bulk/commands/pause.ts'),
  cancel: () => import('../bulk/commands/cancel.ts'),
  check: () => import('../bulk/commands/check.ts'),
  verify: () => import('../bulk/commands/verify.ts'),
  rollback: () => import('../bulk/commands/rollback.ts'),
  restore: () => import('../bulk/commands/restore.ts'),
  report: () => import('../bulk/commands/report.ts'),
  'export-uploads': () => import('../bulk/commands/export-uploads.ts'),
  doctor: () => import('../doctor/commands/doctor.ts'),
  orders: () => import('../operator/commands/orders.ts'),
  keys: () => import('../operator/commands/keys.ts'),
  webhooks: () => import('../operator/commands/webhooks.ts'),
  dlq: () => import('../operator/commands/dlq.ts'),
  reconcile: () => import('../operator/commands/reconcile.ts'),
  orphans: () => import('../operator/commands/orphans.ts'),
  integrity: () => import('../operator/commands/integrity.ts'),
  recover: () => import('../operator/commands/recover.ts'),
  links: () => import('../operator/commands/links.ts'),
  find: () => import('../operator/commands/find.ts'),
  health: () => import('../operator/commands/health.ts'),
  stats: () => import('../operator/commands/stats.ts'),
  uploads: () => import('../operator/commands/uploads.ts'),
  jobs: () => import('../operator/commands/jobs.ts'),
  audit: () => import('../operator/commands/audit.ts'),
  owners: () => import('../operator/commands/owners.ts'),
  export: () => import('../operator/commands/export.ts'),
  cleanup: () => import('../operator/commands/cleanup.ts'),
  config: () => import('../operator/commands/config.ts'),
};

/** Loads the tables of all verbs. */
export const loadGrammar = async (): Promise<Grammar> => {
  const loaded = Object.entries(verbs).map(
    async ([verb, load]) => [verb, (await load()).command] as const,
  );
  const commands = new Map<string, Described>(await Promise.all(loaded));
  return { commands: commands.set('completion', completion), everywhere: globalOptions };
};
