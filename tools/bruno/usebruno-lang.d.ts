declare module '@usebruno/lang' {
  /** One file of a collection; blocks that nothing here writes are left out. */
  type BrunoRequest = {
    meta: { name: string; type: 'http'; seq: number };
    http: { method: string; url: string; body: string; auth: 'inherit' | 'none' };
    params?: readonly BrunoField[];
    headers?: readonly BrunoField[];
    body?: {
      json?: string;
      text?: string;
      multipartForm?: readonly (BrunoField & { value: string | string[] })[];
    };
    script?: { req?: string; res?: string };
    assertions?: readonly BrunoField[];
    settings?: Record<string, unknown>;
    docs?: string;
  };

  type BrunoField = {
    name: string;
    value: unknown;
    enabled: boolean;
    type?: 'query' | 'path' | 'text' | 'file';
  };

  type BrunoEnvironment = {
    variables: { name: string; value: string; enabled: boolean; secret: boolean }[];
  };

  export const jsonToBruV2: (request: BrunoRequest) => string;
  export const bruToJsonV2: (text: string) => BrunoRequest;
  export const envJsonToBruV2: (environment: BrunoEnvironment) => string;
  export const bruToEnvJsonV2: (text: string) => BrunoEnvironment;
  export const jsonToCollectionBru: (collection: object) => string;
  export type { BrunoEnvironment, BrunoField, BrunoRequest };
}
