/** Base64, in which S3 and the API write hashes. */
export const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
