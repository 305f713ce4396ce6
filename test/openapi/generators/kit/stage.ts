declare const process: { argv: readonly string[] };

const [, , address = 'https://api.example.com', token = 'kst_EXAMPLE'] = process.argv;

/** Address of the stage's API and the session's token, as the command line names them. */
export const stage = { address, token };
