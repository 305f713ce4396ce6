import path from 'node:path';
import { CommandProblem } from '../../command-problem.ts';
import type { Values } from '../../options.ts';
import { isWeb, webAddress } from '../../web-address.ts';
import { requiredOption, type SourceEntry } from './source-entry.ts';
import { allowedHosts, hostOptions, httpPolicyOf } from './web-hosts.ts';

const manifestOf = (values: Values): string => {
  const manifest = requiredOption(values, 'manifest', 'web');
  if (isWeb(manifest)) throw new CommandProblem('--manifest must be a file of this machine.');
  return path.resolve(manifest);
};

/** A web server whose files a manifest lists. */
export const http: SourceEntry<'http'> = {
  example: 'https://host/media/',
  recognizes: isWeb,
  options: {
    manifest: {
      type: 'string',
      value: 'file',
      help: 'https: the list of files, .csv or .jsonl',
    },
    ...hostOptions,
  },
  plan: (operand, values) => {
    const { host } = webAddress('The URL of the source', operand);
    const options = { url: operand, manifest: manifestOf(values), ...allowedHosts([host], values) };
    return { kind: 'http', description: operand, options };
  },
  open: async (plan) => {
    const { url, manifest, ...hosts } = plan.source.options;
    const { HttpSource } = await import('../../../adapters/bulk/sources/http.ts');
    const policy = httpPolicyOf(hosts, plan, url) ?? { allowedHosts: [] };
    return new HttpSource({ baseUrl: url, manifest, policy });
  },
  engineSettings: (plan) => {
    const { options } = plan.source;
    const policy = httpPolicyOf(options, plan, options.url);
    return policy ? { http: policy } : {};
  },
};
