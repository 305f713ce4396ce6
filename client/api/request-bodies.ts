// Written by `npm run client:types` from docs/openapi.json. Do not edit.

export interface CreateJobRequest {
  ownerId?: string;
  title: string;
  description?: string;
  /**
   * @maxItems 20
   */
  tags?: string[];
  metadata?: {
    [k: string]: string | number | boolean;
  };
  inputs: {
    [k: string]: string;
  };
  onFinish: {
    inputs: 'delete' | 'promote' | 'keep';
    outputs: 'keep' | 'delete' | 'promote';
  };
}

export interface CreateLinkRequest {
  role?: string;
  days?: number;
}

export interface CreateOrderRequest {
  amount: {
    value: number;
    currency: string;
  };
  ownerId?: string;
  /**
   * @minItems 1
   * @maxItems 99
   */
  files: {
    uploadId: string;
    role: string;
    required: boolean;
  }[];
}

export interface CreateUploadRequest {
  filename: string;
  category: string;
  partnerId?: string;
  metadata?: {
    [k: string]: string | number | boolean;
  };
  isPublic?: boolean;
  keep?: boolean;
  contentType?: '' | string;
  sizeBytes: number;
  sha256?: string;
  jobId?: string;
}

export interface SignPartsRequest {
  /**
   * @minItems 1
   * @maxItems 100
   */
  parts: {
    partNumber: number;
    crc64nvme?: string;
  }[];
}

export interface StoreTextRequest {
  filename: string;
  category: string;
  partnerId?: string;
  metadata?: {
    [k: string]: string | number | boolean;
  };
  isPublic?: boolean;
  keep?: boolean;
  contentType?: '' | string;
  text: string;
}
