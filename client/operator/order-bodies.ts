// Written by `npm run client:types` from docs/openapi.json. Do not edit.

export interface CreateLinkRequest {
  role?: string;
  days?: number;
}

export interface CreatedLink {
  token: string;
  url: string;
  qrSvgUrl: string;
  qrPngUrl: string;
  linkId: string;
  orderId: string;
  role?: string;
  expiresAt: string;
}

export interface Link {
  linkId: string;
  orderId: string;
  role?: string;
  state: 'live' | 'revoked' | 'expired';
  createdAt: string;
  expiresAt: string;
  revokedAt?: string;
  lastUsedOn?: string;
  ownerId?: string;
}

export interface OrderSummary {
  orderId: string;
  status: 'awaiting_payment' | 'paid' | 'completed' | 'refund_requested';
  amount: {
    value: number;
    currency: string;
  };
  migration: {
    status: 'pending' | 'migrating' | 'completed' | 'failed' | 'compensation_failed';
    attempt: number;
    startedAt?: string;
    completedAt?: string;
    error?: {
      code: string;
      message: string;
      role?: string;
    };
  };
  refund?: {
    requested: true;
    idempotencyKey: string;
    requestedAt: string;
    state: 'requested' | 'settled' | 'refused';
    settledAt?: string;
  };
  refunded?: {
    amount: {
      value: number;
      currency: string;
    };
    at: string;
  };
  createdAt: string;
  updatedAt: string;
  ownerId?: string;
}

export interface OrderTimeline {
  orderId: string;
  status: 'awaiting_payment' | 'paid' | 'completed' | 'refund_requested';
  amount: {
    value: number;
    currency: string;
  };
  migration: {
    status: 'pending' | 'migrating' | 'completed' | 'failed' | 'compensation_failed';
    attempt: number;
    startedAt?: string;
    completedAt?: string;
    error?: {
      code: string;
      message: string;
      role?: string;
    };
  };
  refund?: {
    requested: true;
    idempotencyKey: string;
    requestedAt: string;
    state: 'requested' | 'settled' | 'refused';
    settledAt?: string;
  };
  refunded?: {
    amount: {
      value: number;
      currency: string;
    };
    at: string;
  };
  createdAt: string;
  updatedAt: string;
  files: {
    role: string;
    required: boolean;
    uploadId: string;
    status: 'pending' | 'copying' | 'copied' | 'verified' | 'skipped' | 'failed' | 'removed';
    permanentKey?: string;
    versionId?: string;
    sizeBytes?: number;
    sha256?: string;
    verifiedBy?: 'sha256' | 'crc64nvme' | 'streamed-sha256';
    failure?: {
      code: string;
      message: string;
      role?: string;
    };
  }[];
  ownerId?: string;
  failure?: {
    code: string;
    message: string;
    role?: string;
  };
  events: {
    at: string;
    event:
      | 'created'
      | 'payment_accepted'
      | 'payment_held'
      | 'migration_started'
      | 'completed'
      | 'taken_over'
      | 'compensation_started'
      | 'compensated'
      | 'compensation_failed'
      | 'retry_due'
      | 'announced'
      | 'swept'
      | 'refund_stopped'
      | 'retry_requested'
      | 'file_replaced'
      | 'refund_requested'
      | 'refund_settled'
      | 'refund_refused'
      | 'payment_disputed'
      | 'dispute_won'
      | 'dispute_lost';
    attempt?: number;
    runId?: string;
    paymentId?: string;
    cause?: {
      code: string;
      message: string;
      role?: string;
    };
  }[];
  attempts?: {
    attempt: number;
    runs: string[];
    startedAt?: string;
    endedAt?: string;
    outcome?: 'completed' | 'compensated' | 'compensation_failed' | 'retry_due';
    cause?: {
      code: string;
      message: string;
      role?: string;
    };
  }[];
  undone?: {
    role: string;
    permanentKey: string;
    versionId?: string;
    at: string;
  }[];
  outstanding: {
    who: 'customer' | 'keepsake' | 'payment_provider' | 'operator';
    what:
      | 'pay'
      | 'await_files'
      | 'migrate'
      | 'finish_migration'
      | 'finish_compensation'
      | 'remove_copies'
      | 'look_for_late_copies'
      | 'announce'
      | 'refund'
      | 'review_payment'
      | 'answer_dispute';
    /**
     * The files concerned; of `await_files` those that are waited for
     */
    roles?: string[];
    idempotencyKey?: string;
    paymentId?: string;
    detailType?: string;
  }[];
}

export interface RetargetLinkRequest {
  orderId: string;
  role?: string;
}

export interface RetryOrderRequest {
  refundStopped?: boolean;
}

export interface SettlePaymentRequest {
  note?: string;
}
