import { stopGateway } from './start-gateway.ts';

export default stopGateway;
