/** Where private keys are kept. A name is used once: nothing is ever overwritten. */
export interface PrivateKeys {
  /** Throws `RotationRefused` when the name is taken. */
  create(name: string, privateKey: string): Promise<void>;
  /** `undefined` when there is no such secret in this account and region. */
  find(name: string): Promise<{ wasUsed: boolean } | undefined>;
  /** Restorable for 30 days; removing an absent or going secret succeeds. */
  remove(name: string): Promise<void>;
}
