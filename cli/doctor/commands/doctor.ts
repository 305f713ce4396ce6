import { stackOutputs } from '../../../adapters/aws/stacks.ts';
import { targetAccess } from '../../aws-access.ts';
import { databaseOptions } from '../../bulk/database/open-rows.ts';
import { engineOptions } from '../../bulk/engine-options.ts';
import { copyOptions } from '../../bulk/one-service.ts';
import { planOptions } from '../../bulk/plan/migration-plan.ts';
import { tablesOption } from '../../bulk/plan/table-options.ts';
import { limitOptions } from '../../bulk/run-limits.ts';
import { s3Address } from '../../bulk/s3-address.ts';
import { sourceOptions } from '../../bulk/sources/all-sources.ts';
import type { Command, Context } from '../../command.ts';
import { exitCodes } from '../../exit-codes.ts';
import { resourcesOf } from '../../open-stage.ts';
import { openWorkspace } from '../../open-workspace.ts';
import { textOf } from '../../option-values.ts';
import type { Settings } from '../../settings.ts';
import { type Check, type Result, runChecks } from '../check.ts';
import { cloudChecks } from '../cloud-checks.ts';
import { machineChecks } from '../machine-checks.ts';
import { migrateCheck } from '../migrate-check.ts';

const linesOf = ({ name, status, detail, wayOut }: Result): string[] => [
  `${status.padEnd(5)} ${name.padEnd(22)} ${detail}`,
  ...(wayOut ? [`${' '.repeat(29)}${wayOut}`] : []),
];

const apiUrlOf = ({ local, stage }: Settings, access: () => ReturnType<typeof targetAccess>) => {
  if (local) return async () => local.apiUrl;
  return stage === undefined
    ? undefined
    : async () => (await stackOutputs(await access(), `Keepsake-${stage}-Service`))?.apiUrl;
};

const checksOf = async (context: Context): Promise<Check[]> => {
  const { settings, values, positionals } = context;
  const to = textOf(values, 'to');
  const access = () => targetAccess(settings);
  const target = async () => {
    if (to !== undefined) return s3Address(to);
    const resources = await resourcesOf(settings);
    return resources && { bucket: resources.filesBucket, prefix: '' };
  };
  const cloud =
    to === undefined && !settings.local && settings.stage === undefined
      ? []
      : await cloudChecks({ access, target, apiUrl: apiUrlOf(settings, access) });
  const migrate = to === undefined && positionals.length === 0 ? [] : [migrateCheck(context)];
  return [...machineChecks(settings, () => openWorkspace(settings)), ...cloud, ...migrate];
};

/** `keepsake doctor`. */
export const command: Command = {
  summary: 'check all a migration needs before it starts; each line says pass, or what to do',
  operands: '[source]',
  examples: [
    'keepsake doctor --to s3://archive/old',
    'keepsake doctor ./photos --stage prod --category photo',
  ],
  options: {
    ...planOptions,
    ...tablesOption,
    ...databaseOptions,
    ...engineOptions,
    ...copyOptions,
    ...limitOptions,
    ...sourceOptions,
  },
  run: async (context) => {
    let failures = 0;
    for await (const result of runChecks(await checksOf(context))) {
      if (result.status !== 'pass') failures += 1;
      await context.output.result(linesOf(result), result);
    }
    return failures > 0 ? exitCodes.withErrors : exitCodes.done;
  },
};
