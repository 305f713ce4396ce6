/** An SSH server whose files are read; plain data, so that a worker thread can have it. */
export type SftpServer = {
  host: string;
  port?: number;
  user?: string;
  /** A configuration file of OpenSSH (`ssh -F`); by default the user's own. */
  configFile?: string;
  /** A password, or the passphrase of a key. Goes to `ssh` only. */
  password?: string;
  /** How long the server may leave requests unanswered; by default a minute. */
  idleMs?: number;
};
