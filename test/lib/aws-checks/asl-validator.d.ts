declare module 'asl-validator' {
  /** Holds a definition to the Amazon States Language. */
  // biome-ignore lint/style/noDefaultExport: the package's own.
  export default function validate(definition: object): { isValid: boolean; errors: object[] };
}
