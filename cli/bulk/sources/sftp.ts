import path from 'node:path';
import type { SftpServer } from '../../../adapters/bulk/sources/sftp/sftp-server.ts';
import { takesAnyName } from '../../../core/bulk/model/batch-names.ts';
import type { SourcePlanOf } from '../../../core/bulk/model/source-plan.ts';
import { CommandProblem } from '../../command-problem.ts';
import { textOf } from '../../option-values.ts';
import type { SourceEntry } from './source-entry.ts';

type SftpOptions = SourcePlanOf<'sftp'>['options'];

const notOne =
  'Write an SFTP source as sftp://user@host:port/folder (from the root), or ' +
  'sftp://user@host/~/folder (from your home folder).';

const passwordWritten =
  'Leave the password out of the URL: set KEEPSAKE_SFTP_PASSWORD, or better use a key.';

/**
 * Neither an option of `ssh`, nor anything that a shell acts on: configurations hand both to shells
 * (`ProxyCommand … %h`), and older versions of `ssh` do not check them.
 */
const isName = (text: string): boolean =>
  /^(?!-)[^\s\p{Cc}'"`$;&<>|(){}!*?~#]+(?<!\\)$/u.test(text);

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new CommandProblem(notOne);
  }
};

/** Throws `CommandProblem`. */
const addressIn = (operand: string): Pick<SftpOptions, 'host' | 'port' | 'user' | 'path'> => {
  const url = URL.canParse(operand) ? new URL(operand) : undefined;
  if (url?.password) throw new CommandProblem(passwordWritten);
  if (!url || url.hostname === '' || url.search !== '' || url.hash !== '')
    throw new CommandProblem(notOne);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const user = decoded(url.username);
  if (!isName(host) || (user !== '' && !isName(user))) throw new CommandProblem(notOne);
  const folder = decoded(url.pathname).replace(/(?<=.)\/$/, '');
  return {
    host,
    ...(url.port !== '' && { port: Number(url.port) }),
    ...(user !== '' && { user }),
    path: folder === '/~' ? '.' : folder.replace(/^\/~\//, '') || '/',
  };
};

const serverOf = ({ host, port, user, sshConfig }: SftpOptions): SftpServer => {
  const { KEEPSAKE_SFTP_PASSWORD: password } = process.env;
  return {
    host,
    ...(port !== undefined && { port }),
    ...(user !== undefined && { user }),
    ...(sshConfig !== undefined && { configFile: sshConfig }),
    ...(password && { password }),
  };
};

/** A folder of an SSH server, or one file, read by OpenSSH's own client. */
export const sftp: SourceEntry<'sftp'> = {
  example: 'sftp://user@host/folder',
  recognizes: (operand) => operand.startsWith('sftp://'),
  options: {
    'ssh-config': {
      type: 'string',
      value: 'file',
      help: "sftp: ssh's configuration file, instead of ~/.ssh/config",
    },
  },
  plan: (operand, values) => {
    const config = textOf(values, 'ssh-config');
    const options = {
      ...addressIn(operand),
      ...(config !== undefined && { sshConfig: path.resolve(config) }),
      ...(values['follow-links'] === true && { followLinks: true }),
    };
    return { kind: 'sftp', description: operand, options };
  },
  open: async (plan) => {
    const { description, options } = plan.source;
    const { SftpSource } = await import('../../../adapters/bulk/sources/sftp/sftp.ts');
    const { path: folder, followLinks = false } = options;
    const anyName = takesAnyName(plan);
    const server = serverOf(options);
    return new SftpSource({ server, path: folder, description, followLinks, anyName });
  },
  engineSettings: ({ source: { options } }) => ({ sftp: serverOf(options) }),
};
