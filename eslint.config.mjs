import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      'packages/client/schema.ts',
      'packages/client/dist/**',
      'dist/**',
      'node_modules/**',
      'coverage/**',
      'out/**',
      'bench/**',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  { files: ['**/*.mjs'], languageOptions: { globals: globals.node } },
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // Nest reads constructor parameter types at run time, so `import type` there would break injection.
      '@typescript-eslint/consistent-type-imports': 'off',
      'max-lines': ['error', 300],
    },
  },
  {
    files: ['libs/**/*.ts', 'migrations/**/*.ts', 'apps/cli/**/*.ts', 'apps/worker/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^@nestjs/common(/|$)',
              importNamePattern: 'Exception$|^HttpStatus$',
              message:
                'Only apps/api knows HTTP. Throw an AppError with a code, and map the code in apps/api/src/http/problem-types.ts.',
            },
          ],
        },
      ],
    },
  },
);
