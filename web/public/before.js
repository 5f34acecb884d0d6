// Runs before the first module. The content security policy allows no generated code; zod would try it for speed with the first
// schema that is made, which is before main.tsx has its turn.
globalThis.__zod_globalConfig = { jitless: true };
