import { signatureRefusal } from '../../../../core/uploads/model/file-signature.ts';

type Start = {
  contentType: string;
  detected?: string | undefined;
  bytes?: Uint8Array | string;
  isWhole?: boolean;
};

export const refusal = ({ contentType, detected, bytes = '', isWhole = true }: Start) =>
  signatureRefusal({
    contentType,
    detected,
    firstBytes: new Uint8Array(Buffer.from(bytes)),
    isWhole,
  });
