/** @file Facts that the bundler writes into the page when it is built. */

/** Version of the page, as package.json states it. */
declare const __VERSION__: string;

/** Size in bytes of the trainer's module; 0 where it was not built yet. */
declare const __TRAINER_BYTES__: number;

/** Start of the SHA-256 of the trainer's module; empty where it was not built yet, absent in the workers of the development server. */
declare const __TRAINER_DIGEST__: string;

/** Start of the SHA-256 of the page's module; empty where it was not built yet. */
declare const __PAGE_DIGEST__: string;

/** Names of the lessons that come with the page, as a link names them. */
declare const __LESSONS__: readonly string[];
