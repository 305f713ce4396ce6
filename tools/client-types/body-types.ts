import { compile, type JSONSchema } from 'json-schema-to-typescript';

/**
 * The client's types of the API's bodies: files from the root of the repository, each with the
 * schemas of the OpenAPI document that it holds.
 */
const bodyTypeFiles = {
  'client/api/request-bodies.ts': [
    'CreateJobRequest',
    'CreateLinkRequest',
    'CreateOrderRequest',
    'CreateUploadRequest',
    'SignPartsRequest',
    'StoreTextRequest',
  ],
  'client/api/answer-bodies.ts': [
    'CreatedLink',
    'FileUrl',
    'Job',
    'Order',
    'PartList',
    'PartsPlan',
    'PresignedUpload',
    'Session',
    'SignedParts',
    'Upload',
  ],
  'client/operator/batch-bodies.ts': [
    'Batch',
    'BatchFailures',
    'BatchFile',
    'CreateBatchRequest',
    'RollbackBatchRequest',
  ],
  'client/operator/order-bodies.ts': [
    'CreateLinkRequest',
    'CreatedLink',
    'Link',
    'OrderSummary',
    'OrderTimeline',
    'RetargetLinkRequest',
    'RetryOrderRequest',
    'SettlePaymentRequest',
  ],
  'client/operator/repair-bodies.ts': [
    'DeadLetters',
    'DropDeadLettersRequest',
    'Dropped',
    'LookForOrphansRequest',
    'OrphansFound',
    'ParkedMessages',
    'ReconcileOrdersRequest',
    'ReconciledOrders',
    'Redriven',
    'StageAlarms',
    'StageMetrics',
  ],
  'client/operator/upkeep-bodies.ts': [
    'Attention',
    'AuditEntry',
    'CleanUpReport',
    'CleanUpRequest',
    'EraseOwnerRequest',
    'Erasure',
    'HandOverUploadsRequest',
    'HandedOver',
    'Hold',
    'HoldUploadRequest',
    'OverruleScanRequest',
    'OwnerErased',
    'OwnedSession',
    'OwnerErasure',
    'OwnerQuota',
    'RecordErasure',
    'SearchResult',
    'Stats',
  ],
  'client/operator/webhook-bodies.ts': [
    'WebhookDelivery',
    'WebhookDeliverySummary',
    'WebhookEndpoints',
  ],
} as const;

/** As much of an OpenAPI document as is read here. */
export type ApiDocument = { components: { schemas: Readonly<Record<string, JSONSchema>> } };

const options = {
  additionalProperties: false,
  bannerComment: '',
  // A list of at most 20 strings would become a union of 21 tuples.
  ignoreMinAndMaxItems: true,
  style: { singleQuote: true, printWidth: 100 },
};

const head = '// Written by `npm run client:types` from docs/openapi.json. Do not edit.\n';

/** The client's types of the API's bodies, as the text of each file. */
export const bodyTypeTexts = (document: ApiDocument): Promise<[file: string, text: string][]> =>
  Promise.all(
    Object.entries(bodyTypeFiles).map(async ([file, names]): Promise<[string, string]> => {
      const types = await Promise.all(names.map((name) => typeText(document, name)));
      return [file, [head, ...types].join('\n')];
    }),
  );

const typeText = async ({ components }: ApiDocument, name: string): Promise<string> => {
  const schema = components.schemas[name];
  if (schema === undefined) throw new Error(`docs/openapi.json has no schema ${name}.`);
  return compile(structuredClone(schema), name, options);
};
