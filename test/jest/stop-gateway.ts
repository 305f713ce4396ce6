import { stopGateways } from './start-gateway.ts';

export default stopGateways;
