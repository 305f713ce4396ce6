import { it } from '@jest/globals';
import { play } from './play.ts';
it('x', async () => { const {saga, broken} = await play({"copyChecksum":"sha256","strangers":[],"meanwhile":[],"files":[{"required":true,"checksum":"sha256","there":true},{"required":true,"checksum":"sha256","there":true},{"required":false,"checksum":"sha256","there":false}],"payments":["first"],"tasks":[],"ports":[{"call":"objects.copy","kind":"late","nth":2,"times":6}]});
 console.log(broken, JSON.stringify(saga.executions,null,1), JSON.stringify(await saga.world.orders.find('ord_1'),null,1), saga.world.alerts.raised, saga.world.objects.calls.map(c=>c.operation+' '+c.key).join('\n')); });
