export type { DeliveryKey } from '../lib/delivery/delivery-keys.ts';
export { Keepsake } from './keepsake.ts';
export type { KeepsakeProps } from './keepsake-props.ts';
