/** Whose signature it is; what is signed with it dies with these credentials at the latest. */
export type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
