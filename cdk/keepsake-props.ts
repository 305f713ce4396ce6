import type { Environment } from 'aws-cdk-lib';
import { defaults, type Stage } from '../lib/defaults.ts';
import type { DeliveryKey } from '../lib/delivery/delivery-keys.ts';

/** Settings whose parts have defaults: a property that names one part keeps the others. */
const sections = [
  'retention',
  'quotas',
  'uploads',
  'payment',
  'auth',
  'saga',
  'consumers',
  'throttle',
  'delivery',
  'bulk',
  'observability',
] as const;

type Section = (typeof sections)[number];
type Other = Exclude<keyof Stage, Section | 'tags' | 'allowedOrigins' | 'integrity'>;

/**
 * The settings of a stage, those of `prod` in docs/settings.md by default. A setting that is given
 * replaces the default whole, but for sections (`retention`, `uploads`, …), whose parts do.
 */
export type StageSettings = { [Name in Section]?: Partial<Stage[Name]> } & {
  [Name in Other]?: Stage[Name];
} & {
  /** Origins of the pages that send files, like `https://shop.example.com`. */
  allowedOrigins: Stage['allowedOrigins'];
  /** `false` turns the scheduled comparison of permanent files off. */
  integrity?: Stage['integrity'] | false;
};

export type KeepsakeProps = StageSettings & {
  /**
   * Name of the stage, unique in its account and region: metrics, dashboard, log groups and secrets
   * bear it. Made of the construct's path when absent.
   */
  stage?: string;
  /**
   * Names the stacks `<prefix>-Data`, `<prefix>-Service`, and so on. The CDK names them after their
   * path when absent. `npx keepsake --stage prod` looks for the prefix `Keepsake-prod`.
   */
  stackPrefix?: string;
  /** Account and region; those of the enclosing stack or stage when absent. */
  env?: Environment;
  /** Public halves of the two signing keys, newest first. Without them there is no CloudFront. */
  deliveryKeys?: readonly DeliveryKey[];
};

// An account may have no concurrency to reserve: the payments' reserve is opted in.
const { paymentsReserved: _optional, ...consumers } = defaults.prod.consumers;
const base: Stage = { ...defaults.prod, consumers };

/** `given` over the defaults, unchecked. Keys without a value keep their default. */
export const stageOf = ({ integrity, ...given }: StageSettings): unknown => {
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  const merged = set.map(([name, value]) => [
    name,
    (sections as readonly string[]).includes(name)
      ? { ...base[name as Section], ...(value as object) }
      : value,
  ]);
  const { integrity: usual, ...rest } = base;
  return {
    ...rest,
    ...Object.fromEntries(merged),
    ...(integrity !== false && { integrity: integrity ?? usual }),
  };
};
