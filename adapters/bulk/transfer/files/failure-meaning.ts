/** The meaning of an operating system's error code, and its remedy. */
const meanings: Readonly<Record<string, string>> = {
  EACCES: 'The source may not be read. Give the user who runs this the right to read it',
  EPERM: 'The source may not be read. Give the user who runs this the right to read it',
  EISDIR: 'The source is a directory',
  EIO: 'The disk could not be read. Check it, then resume',
  EMFILE: 'This process has too many files open. Raise its limit (ulimit -n), then resume',
  ENFILE: 'This machine has too many files open. Close some, then resume',
  ECONNREFUSED: 'Nothing listens at the address of the server',
  ENOTFOUND: 'The host name of the server has no address',
  EAI_AGAIN: 'The host name of the server could not be resolved',
  ESTALE: 'The network drive of the source was mounted anew. Mount it again, then resume',
  ELOOP: 'The source is a link that leads back to itself',
  ENAMETOOLONG: 'The path of the source is longer than this system allows',
  ENETDOWN: 'This machine has no network',
  EHOSTDOWN: 'The host of the server cannot be reached',
  EHOSTUNREACH: 'The host of the server cannot be reached',
  ENETUNREACH: 'The network of the server cannot be reached',
  ETIMEDOUT: 'The server did not answer in time',
  ECONNRESET: 'The server broke the connection',
  EPIPE: 'The server broke the connection',
  EPROTO: 'The server does not speak TLS. Check whether its URL is http:// or https://',
  CERT_HAS_EXPIRED: 'The certificate of the server has expired. Have it renewed',
  CERT_NOT_YET_VALID: 'The certificate of the server is not valid yet. Check the clock here',
  ERR_TLS_CERT_ALTNAME_INVALID:
    "The certificate of the server is another host's. Check the host name in its URL",
};

const untrusted =
  'The certificate of the server is not trusted. Name the certificate of its authority in ' +
  'NODE_EXTRA_CA_CERTS';

/** An error without a name of ours, as a sentence. */
export const failureMessage = ({ code, message }: NodeJS.ErrnoException): string =>
  code === undefined ? message : `${meaningOf(code)} (${code}).`;

const meaningOf = (code: string): string => {
  const known = meanings[code];
  if (known !== undefined) return known;
  if (isUntrusted(code)) return untrusted;
  return /^ERR_(SSL|TLS)/.test(code)
    ? 'The TLS connection to the server failed. Check whether its URL is http:// or https://'
    : 'Reading the source or sending the file failed';
};

/** Every other error of OpenSSL and Node about a certificate. */
const isUntrusted = (code: string): boolean =>
  /CERT|UNABLE_TO_|^INVALID_(CA|PURPOSE)$|^PATH_LENGTH_EXCEEDED$/.test(code);
