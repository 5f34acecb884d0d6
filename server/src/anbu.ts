import { main } from './commands/main.ts';

process.exitCode = await main(process.argv.slice(2), process);
// A command is over when it says so, whatever a library left open.
process.exit();
