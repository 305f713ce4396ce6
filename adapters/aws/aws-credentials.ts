/** Credentials that sign requests. A signature ends with its credentials at the latest. */
export type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
