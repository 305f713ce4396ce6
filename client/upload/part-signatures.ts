import type { PartToSign, SignedParts, SignedPut } from '../api/api-types.ts';

type Waiting = {
  part: PartToSign;
  resolve: (put: SignedPut) => void;
  reject: (reason: unknown) => void;
};

/** The API signs no more in one request. */
const largestGroup = 100;

/**
 * Requests signatures in groups, to save requests. A part waits for others to join its group as
 * long as enough signed parts keep the connections busy.
 */
export class PartSignatures {
  readonly #signGroup: (group: PartToSign[]) => Promise<SignedParts>;
  readonly #groupSize: number;
  #waiting: Waiting[] = [];
  /** How many parts are being signed or sent. */
  #active = 0;

  constructor(signGroup: (group: PartToSign[]) => Promise<SignedParts>, groupSize: number) {
    this.#signGroup = signGroup;
    this.#groupSize = groupSize;
  }

  /**
   * Resolves with a signature for one part, which covers its length and its checksum if it has one.
   * The caller calls `done` when the part is sent.
   */
  sign(partNumber: number, crc64nvme: string | undefined): Promise<SignedPut> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ part: toSign(partNumber, crc64nvme), resolve, reject });
      this.#signIfDue();
    });
  }

  /** A fresh signature, at once, for a part whose first one storage refused. */
  async signAgain(partNumber: number, crc64nvme: string | undefined): Promise<SignedPut> {
    return signatureOf(await this.#signGroup([toSign(partNumber, crc64nvme)]), partNumber);
  }

  /** Reports that a part is sent, or has failed. */
  done(): void {
    this.#active -= 1;
    this.#signIfDue();
  }

  /** Signs all waiting parts now: no more will join them. */
  flush(): void {
    while (this.#waiting.length > 0) void this.#sign(this.#waiting.splice(0, largestGroup));
  }

  /** Signs early if less than half of the places are busy, because idle places cost throughput. */
  #signIfDue(): void {
    if (this.#waiting.length >= this.#groupSize || this.#active < this.#groupSize / 2) this.flush();
  }

  async #sign(group: Waiting[]): Promise<void> {
    this.#active += group.length;
    try {
      const signed = await this.#signGroup(group.map(({ part }) => part));
      for (const { part, resolve } of group) resolve(signatureOf(signed, part.partNumber));
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}

const toSign = (partNumber: number, crc64nvme: string | undefined): PartToSign => ({
  partNumber,
  ...(crc64nvme !== undefined && { crc64nvme }),
});

const signatureOf = ({ parts }: SignedParts, partNumber: number): SignedPut => {
  const put = parts.find((part) => part.partNumber === partNumber);
  if (!put) throw new Error(`The API signed no part ${partNumber}.`);
  return put;
};
