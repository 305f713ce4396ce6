import { MemoryDeliveries } from '../../fakes/webhooks/memory-deliveries.ts';
import { describeDeliveries } from './describe-deliveries.ts';

describeDeliveries('MemoryDeliveries', () => new MemoryDeliveries());
