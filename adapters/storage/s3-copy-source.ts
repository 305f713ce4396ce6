/** Text in a URL as S3 and SigV4 escape it: everything but unreserved characters. */
export const escaped = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** Most keys have nothing to escape. */
const plainKey = /^[A-Za-z0-9._~/-]*$/;

/** A key inside a URL: segments escaped, slashes kept. */
export const encodedKey = (key: string): string =>
  plainKey.test(key) ? key : key.split('/').map(escaped).join('/');

/**
 * The `x-amz-copy-source` header of one version, or of the current one. The SDK sends it as given,
 * so that `?`, `#` or `+` in a key would name another object.
 */
export const copySource = ({
  bucket,
  key,
  versionId,
}: {
  bucket: string;
  key: string;
  versionId?: string | undefined;
}): string => {
  const version = versionId === undefined ? '' : `?versionId=${escaped(versionId)}`;
  return `${bucket}/${encodedKey(key)}${version}`;
};
