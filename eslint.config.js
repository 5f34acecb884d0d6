import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['**/node_modules', '**/dist', '**/.anbu', '**/.cache'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': 'off',
      'max-lines': ['error', { max: 500, skipBlankLines: false }],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  // node:test gives promises that its runner awaits.
  {
    files: ['**/*.test.ts', '**/*.test.tsx'],
    rules: { '@typescript-eslint/no-floating-promises': 'off', 'max-lines': ['error', { max: 800 }] },
  },
  // Time is an argument: the clock is asked in these places only.
  {
    files: [
      'server/src/kernel/**/*.ts',
      'server/src/modules/*/rules/**/*.ts',
      'server/src/modules/*/rules.ts',
      'contract/src/**/*.ts',
    ],
    ignores: ['**/*.test.ts', 'server/src/kernel/ids.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'time is an argument' },
        {
          selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
          message: 'time is an argument',
        },
        {
          selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
          message: 'randomness is an argument',
        },
      ],
    },
  },
  {
    files: ['web/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': hooks }, // The React Compiler is not used: what it could not memoize is no fault.
    rules: { ...hooks.configs.recommended.rules, 'react-hooks/incompatible-library': 'off' },
  },
  {
    files: ['server/src/anbu.ts', 'server/src/commands/**', 'scripts/**', 'tools/**', 'bench/**'],
    rules: { 'no-console': 'off' },
  },
);
