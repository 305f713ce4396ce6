import type { HttpPolicy } from '../../../adapters/aws/http-guard.ts';
import type { BatchPlan } from '../../../core/bulk/model/batch.ts';
import { takesAnyName } from '../../../core/bulk/model/batch-names.ts';
import type { SourcePlanOf } from '../../../core/bulk/model/source-plan.ts';
import { CommandProblem } from '../../command-problem.ts';
import { textOf } from '../../option-values.ts';
import { webAddress } from '../../web-address.ts';
import type { SourceEntry } from './source-entry.ts';
import { storagePolicy } from './storage-policy.ts';

type AzureOptions = SourcePlanOf<'azure'>['options'];

const endpointOf = ({ account, endpoint }: AzureOptions): string =>
  endpoint ?? `https://${account}.blob.core.windows.net`;

/** How a SAS or a key are given, as the Azure CLI does. */
const noAccess =
  'The Azure account needs AZURE_STORAGE_SAS_TOKEN (to read and list), or AZURE_STORAGE_KEY.';

/** The parameters that let a container be read. Throws `CommandProblem`. */
const accessTo = async ({ account, container }: AzureOptions): Promise<Record<string, string>> => {
  const { AZURE_STORAGE_SAS_TOKEN: token, AZURE_STORAGE_KEY: key } = process.env;
  if (token) return Object.fromEntries(new URLSearchParams(token.replace(/^\?/, '')));
  if (!key) throw new CommandProblem(noAccess);
  const { containerSas } = await import('../../../adapters/bulk/sources/azure/container-sas.ts');
  return containerSas({ account, key, container, now: new Date() });
};

const policyOf = async (
  plan: BatchPlan & { source: SourcePlanOf<'azure'> },
): Promise<HttpPolicy> => {
  const { options } = plan.source;
  const { allowPrivate } = options;
  const secrets = { parameters: await accessTo(options), storage: 'azure' as const };
  const place = { endpoint: endpointOf(options), allowPrivate, plan };
  return storagePolicy("Azure's SAS is", place, secrets);
};

/** A container of Azure Blob Storage. */
export const azure: SourceEntry<'azure'> = {
  example: 'azure://account/container/prefix',
  recognizes: (operand) => operand.startsWith('azure://'),
  options: {
    'azure-endpoint-url': {
      type: 'string',
      value: 'url',
      help: "azure: the account's endpoint outside Azure's public cloud",
    },
  },
  plan: (operand, values) => {
    const [, account, container, prefix] =
      /^azure:\/\/([a-z0-9]{3,24})\/([a-z0-9$][a-z0-9-]{2,62})(?:\/([^?#]*))?$/s.exec(operand) ??
      [];
    if (account === undefined || container === undefined)
      throw new CommandProblem('Write an Azure source as azure://account/container/prefix.');
    const endpoint = textOf(values, 'azure-endpoint-url')?.replace(/\/$/, '');
    if (endpoint !== undefined) webAddress("The account's endpoint", endpoint);
    const options = {
      account,
      container,
      ...(prefix && { prefix }),
      ...(endpoint !== undefined && { endpoint }),
      ...(values['allow-private'] === true && { allowPrivate: true }),
    };
    return { kind: 'azure', description: operand, options };
  },
  open: async (plan) => {
    const { container, prefix } = plan.source.options;
    const { azureSource } = await import('../../../adapters/bulk/sources/azure/azure.ts');
    return azureSource({
      endpoint: endpointOf(plan.source.options),
      container,
      policy: await policyOf(plan),
      anyName: takesAnyName(plan),
      ...(prefix !== undefined && { prefix }),
    });
  },
  engineSettings: async (plan) => ({ http: await policyOf(plan) }),
};
