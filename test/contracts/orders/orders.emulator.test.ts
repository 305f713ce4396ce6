import { DynamoOrders } from '../../../adapters/orders/dynamo-orders.ts';
import { DynamoUploads } from '../../../adapters/uploads/dynamo-uploads.ts';
import { documents, local } from '../shared/emulator.ts';
import { describeOrderPayments } from './describe-order-payments.ts';
import { describeOrders } from './describe-orders.ts';
import { describeReplacedFiles } from './describe-replaced-files.ts';

describeOrders('DynamoOrders', () => ({
  uploads: new DynamoUploads(documents, local.tables.uploads),
  orders: new DynamoOrders(documents, local.tables),
}));

describeOrderPayments('DynamoOrders', () => new DynamoOrders(documents, local.tables));

describeReplacedFiles('DynamoOrders', () => new DynamoOrders(documents, local.tables));
