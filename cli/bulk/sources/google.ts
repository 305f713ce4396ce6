import { readFileSync } from 'node:fs';
import type { HostAccess, HttpPolicy, ServiceAccount } from '../../../adapters/aws/http-guard.ts';
import type { BatchPlan } from '../../../core/bulk/model/batch.ts';
import { takesAnyName } from '../../../core/bulk/model/batch-names.ts';
import type { SourcePlanOf } from '../../../core/bulk/model/source-plan.ts';
import { CommandProblem } from '../../command-problem.ts';
import { textOf } from '../../option-values.ts';
import { webAddress } from '../../web-address.ts';
import type { SourceEntry } from './source-entry.ts';
import { storagePolicy } from './storage-policy.ts';

type GooglePlan = BatchPlan & { source: SourcePlanOf<'google'> };

const googleEndpoint = 'https://storage.googleapis.com';

const noAccess =
  'The Google bucket needs GOOGLE_APPLICATION_CREDENTIALS (the file of a service account), or ' +
  'GOOGLE_OAUTH_ACCESS_TOKEN (of `gcloud auth print-access-token`; it lasts an hour).';

/** Throws `CommandProblem`, which repeats nothing of the file. */
const serviceAccount = async (file: string): Promise<ServiceAccount> => {
  const { serviceAccountIn } = await import('../../../adapters/bulk/sources/google/key-file.ts');
  try {
    return serviceAccountIn(readFileSync(file, 'utf8'));
  } catch {
    throw new CommandProblem(
      `GOOGLE_APPLICATION_CREDENTIALS names ${file}, which is no key file of a service account. ` +
        'Other credentials: GOOGLE_OAUTH_ACCESS_TOKEN=$(gcloud auth print-access-token).',
    );
  }
};

/** Throws `CommandProblem`, which repeats nothing of the token. */
const sendable = (token: string): string => {
  const text = token.trim();
  if (/^[\x21-\x7e]+$/.test(text)) return text;
  throw new CommandProblem(
    'GOOGLE_OAUTH_ACCESS_TOKEN is no token: it has characters of no header.',
  );
};

/** Throws `CommandProblem`. */
const credentials = async (): Promise<Pick<HostAccess, 'headers' | 'serviceAccount'>> => {
  const { GOOGLE_OAUTH_ACCESS_TOKEN: token, GOOGLE_APPLICATION_CREDENTIALS: file } = process.env;
  if (token) return { headers: { authorization: `Bearer ${sendable(token)}` } };
  if (!file) throw new CommandProblem(noAccess);
  return { serviceAccount: await serviceAccount(file) };
};

const policyOf = async (plan: GooglePlan): Promise<HttpPolicy> => {
  const { endpoint = googleEndpoint, allowPrivate } = plan.source.options;
  const { headers, ...access } = await credentials();
  // Without it, storage decodes what it keeps in gzip.
  const asked = { ...headers, 'accept-encoding': 'gzip' };
  const secrets = { ...access, headers: asked, storage: 'google' as const };
  return storagePolicy('Credentials of Google are', { endpoint, allowPrivate, plan }, secrets);
};

/** A bucket of Google Cloud Storage. */
export const google: SourceEntry<'google'> = {
  example: 'gs://bucket/prefix',
  recognizes: (operand) => operand.startsWith('gs://'),
  options: {
    'gs-endpoint-url': {
      type: 'string',
      value: 'url',
      help: "gs: the storage's endpoint, if not Google's own",
    },
  },
  plan: (operand, values) => {
    const [, bucket, prefix] =
      /^gs:\/\/([a-z0-9][a-z0-9._-]{1,220}[a-z0-9])(?:\/([^?#]*))?$/s.exec(operand) ?? [];
    if (bucket === undefined)
      throw new CommandProblem('Write a source at Google as gs://bucket/prefix.');
    const endpoint = textOf(values, 'gs-endpoint-url')?.replace(/\/$/, '');
    if (endpoint !== undefined) webAddress("The storage's endpoint", endpoint);
    const options = {
      bucket,
      ...(prefix && { prefix }),
      ...(endpoint !== undefined && { endpoint }),
      ...(values['allow-private'] === true && { allowPrivate: true }),
    };
    return { kind: 'google', description: operand, options };
  },
  open: async (plan) => {
    const { endpoint = googleEndpoint, bucket, prefix } = plan.source.options;
    const { googleSource } = await import('../../../adapters/bulk/sources/google/google.ts');
    return googleSource({
      endpoint,
      bucket,
      policy: await policyOf(plan),
      anyName: takesAnyName(plan),
      ...(prefix !== undefined && { prefix }),
    });
  },
  engineSettings: async (plan) => ({ http: await policyOf(plan) }),
};
