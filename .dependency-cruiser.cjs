const graph = require('./module-graph.json');

const modules = Object.keys(graph);
const inside = (name) => `^server/src/modules/${name}/`;

/** Rule 1 of the house: along an edge of module-graph.json and through the front door only. */
const edges = modules.flatMap((name) => {
  const others = modules.filter((other) => other !== name);
  const forbidden = others.filter((other) => !graph[name].includes(other));
  return [
    {
      name: `${name}-follows-the-graph`,
      severity: 'error',
      from: { path: inside(name), pathNot: '\\.test\\.ts$' },
      to: { path: forbidden.map(inside).join('|') || '^never$' },
    },
    {
      name: `${name}-enters-by-the-door`,
      severity: 'error',
      from: { path: inside(name) },
      to: { path: others.map(inside).join('|') || '^never$', pathNot: '^server/src/modules/[^/]+/index\\.ts$' },
    },
  ];
});

module.exports = {
  forbidden: [
    ...edges,
    // A page that is loaded when it is asked for, and a type, make no circle.
    {
      name: 'no-circle',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] } },
    },
    {
      name: 'pure-core-does-no-io',
      severity: 'error',
      from: {
        path: '^server/src/kernel/|/rules(/|\\.ts$)|/vocabulary|/events\\.ts$|^contract/src/',
        pathNot: '\\.test\\.ts$',
      },
      to: {
        dependencyTypesNot: ['type-only'],
        path: '^server/src/platform/|^(node:)?(fs|net|http|https|child_process|pg|fastify)(/|$)|/store|/service',
      },
    },
    {
      name: 'kernel-knows-no-module',
      severity: 'error',
      from: { path: '^server/src/kernel/' },
      to: { path: '^server/src/(modules|platform)/' },
    },
    {
      name: 'platform-knows-no-module',
      severity: 'error',
      from: { path: '^server/src/platform/', pathNot: '\\.test\\.ts$' },
      to: { path: '^server/src/modules/' },
    },
    {
      name: 'web-sees-contract-only',
      severity: 'error',
      from: { path: '^web/src/' },
      to: { path: '^(server|e2e|bench|tools)/' },
    },
    {
      name: 'contract-sees-nothing',
      severity: 'error',
      from: { path: '^contract/' },
      to: { path: '^(server|web|e2e|bench|tools)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(node_modules|dist|\\.cache)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.cjs'],
    },
  },
};
