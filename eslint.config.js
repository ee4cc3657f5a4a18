/** @file Lints of the TypeScript files, and the floors between the folders of the page. */
import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Import rules by what they keep out; `regex` is matched against the text of the import. */
const KEPT_OUT = {
  trainer: {
    regex: '(^|/)pkg/trainer(/|$)',
    message: 'Only www/worker.ts imports the trainer module; ask it by a Command.',
  },
  page: {
    regex: '(^|/)pkg/page(/|$)',
    message: 'Only www/core.ts imports the page module; import from www/core.ts.',
  },
  statistics: {
    regex: '(^|/)pkg/statistics(/|$)',
    message: 'Only www/statistics.ts imports the module of the statistics; import from www/statistics.ts.',
  },
  sharing: {
    regex: '(^|/)pkg/sharing(/|$)',
    message: 'Only www/sharing-module.ts imports the module of what is passed on; import from there.',
  },
  main: {
    regex: '^\\.{1,2}/(.*/)?main(\\.[jt]s)?$',
    message: 'main.ts is where the parts are put together; nothing imports it.',
  },
  projectWords: {
    regex: '(^|/)(views|store)(/|\\.[jt]s$|$)',
    message: 'A chart knows only what it draws: no views, no store.',
  },
};

const floors = (...patterns) => ({
  '@typescript-eslint/no-restricted-imports': ['error', { patterns }],
});

const { trainer, page, statistics, sharing, main, projectWords } = KEPT_OUT;

export default defineConfig(
  { ignores: ['target/', 'pkg/', 'dist/', 'node_modules/', 'test-results/', 'playwright-report/'] },
  eslint.configs.recommended,
  {
    rules: { eqeqeq: 'error', 'prefer-const': 'error', 'no-param-reassign': 'error' },
  },
  {
    files: ['**/*.{js,mjs}'],
    // The compiler does this for TypeScript.
    rules: { 'no-undef': 'off' },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strict, tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.json', 'tsconfig.worker.json', 'tsconfig.node.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: { '@typescript-eslint/consistent-type-imports': 'error' },
  },
  { files: ['www/**/*.ts'], rules: floors(trainer, page, statistics, sharing, main) },
  { files: ['www/worker.ts'], rules: floors(page, statistics, sharing, main) },
  // Types of the trainer's module may pass through here: they leave no trace in the bundle.
  { files: ['www/core.ts'], rules: floors({ ...trainer, allowTypeImports: true }, statistics, sharing, main) },
  { files: ['www/statistics.ts'], rules: floors(trainer, page, sharing, main) },
  { files: ['www/sharing-module.ts'], rules: floors(trainer, page, statistics, main) },
  { files: ['www/charts/**/*.ts'], rules: floors(trainer, page, statistics, sharing, main, projectWords) },
);
