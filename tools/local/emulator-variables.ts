/**
 * The lines for a shell that has to reach the emulator instead of AWS. Both names of the region,
 * because version 1 of the AWS CLI reads the second one only.
 */
export const emulatorVariables = (endpoint: string): string => `
An empty AWS is up, and allows everything to everyone. In another terminal:

  export AWS_ENDPOINT_URL=${endpoint} AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1
  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test

Ctrl-C ends it, and everything in it.
`;
