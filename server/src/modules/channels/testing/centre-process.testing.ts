/** A message centre in a process of its own, for the bench: tells its port, and how many it took when it is asked. It keeps nothing of them. */
import { startCentre } from './centre.testing.ts';

const centre = await startCentre({ keeps: false });
centre.receipts(process.argv.includes('--receipts') ? 'after' : 'none');
process.on('message', () => process.send?.({ count: centre.count() }));
process.on('disconnect', () => process.exit(0));
process.send?.({ port: centre.port });
