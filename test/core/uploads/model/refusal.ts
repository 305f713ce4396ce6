import { signatureRefusal } from '../../../../core/uploads/model/file-signature.ts';

type Start = {
  contentType: string;
  detected?: string | undefined;
  bytes?: Uint8Array | string;
  isWhole?: boolean;
};

/** Why a file that begins so is refused; `undefined` where it is not. */
export const refusal = ({ contentType, detected, bytes = '', isWhole = true }: Start) =>
  signatureRefusal({
    contentType,
    detected,
    firstBytes: new Uint8Array(Buffer.from(bytes)),
    isWhole,
  });
