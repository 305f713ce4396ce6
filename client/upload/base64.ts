/** Bytes as S3 and the API spell them. */
export const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
