/** Verbs of rclone, s5cmd, rsync and the AWS CLI, and ours for the same job. */
const peerVerbs: Readonly<Record<string, string>> = {
  cp: 'migrate',
  copy: 'migrate',
  mv: 'migrate',
  move: 'migrate',
  sync: 'migrate',
  diff: 'check',
  compare: 'check',
  get: 'restore',
  download: 'restore',
  undo: 'rollback',
};

const concurrency = 'Say --concurrency, or leave it to --concurrency auto.';
const header = (name: string): string => `Say --set '${name}: …'.`;
const certificates = 'Name the certificates to trust in AWS_CA_BUNDLE.';
const conflicts = 'Unchanged files are skipped; --on-conflict decides about the others.';

/** Options of theirs, and what takes their place in ours. */
const peerOptions: Readonly<Record<string, string>> = {
  profile: 'Set AWS_PROFILE; --source-profile is for the source alone.',
  transfers: concurrency,
  checkers: concurrency,
  numworkers: concurrency,
  recursive: 'Folders are taken whole.',
  delete: 'Files that the source lost are kept.',
  'max-depth': "Say --include '/*' for the first level.",
  acl: header('x-amz-acl'),
  'cache-control': header('Cache-Control'),
  'content-type': header('Content-Type'),
  'no-verify-ssl': certificates,
  'no-check-certificate': certificates,
  update: conflicts,
  'ignore-existing': conflicts,
  'if-size-differ': conflicts,
  'size-only': conflicts,
};

/** ` Did you mean migrate?` for a verb of a peer. */
export const peerVerb = (verb: string): string | undefined => {
  const ours = own(peerVerbs, verb);
  return ours === undefined ? undefined : ` Did you mean ${ours}?`;
};

/** How an option of a peer is written here, with a space before it. */
export const peerOption = (name: string): string | undefined => {
  const advice = own(peerOptions, name);
  return advice === undefined ? undefined : ` ${advice}`;
};

const own = (words: Readonly<Record<string, string>>, word: string): string | undefined =>
  Object.hasOwn(words, word) ? words[word] : undefined;
