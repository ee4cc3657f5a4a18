/** @file A small lesson for tests: three steps, each finished in a second or two. */
import { expect, type Page } from '@playwright/test';

const EXPERIMENT = 'v=1&data=synthetic&train=64&test=200&hidden=16,16&batch=16&epochs=20&lr=0.3&replicates=3&device=cpu';
/** So much is dropped that the treatment learns next to nothing. */
const MUCH = `${EXPERIMENT}&drop=0,0.95,0.95`;

export const TINY_LESSON = {
  format: 1,
  title: 'A tiny lesson',
  language: 'en',
  minutes: 1,
  about: 'Three steps about **much** dropout.',
  steps: [
    {
      title: 'Train accuracy',
      text: 'The treatment drops nearly *everything*.',
      link: MUCH,
      question: { kind: 'choice', text: 'Will its train accuracy be larger?', measure: 'train_accuracy', arm: 'treatment' },
      after: 'So much for **that**.',
    },
    {
      title: 'Test accuracy',
      text: 'A number this time.',
      link: `${EXPERIMENT}&drop=0,0.9,0.9&hide=lr`,
      question: { kind: 'number', text: 'How many percent will it tell right?', measure: 'test_accuracy', arm: 'treatment', within: 0.001 },
    },
    { title: 'The end', text: 'Nothing is asked here.', link: EXPERIMENT },
  ],
};

/** A file as a reader would choose it. */
export function lessonFile(lesson: unknown, name = 'tiny.json'): { readonly name: string; readonly mimeType: string; readonly buffer: Buffer } {
  return { name, mimeType: 'application/json', buffer: Buffer.from(typeof lesson === 'string' ? lesson : JSON.stringify(lesson)) };
}

/** Chooses a lesson file by the page's own picker, and waits until the page has said something to it: the first time, it fetches what lessons need. */
export async function choose(page: Page, lesson: unknown, name?: string): Promise<void> {
  await page.getByLabel('Open a lesson file').first().setInputFiles(lessonFile(lesson, name));
  await expect(page.locator('#lesson-title')).toBeVisible({ timeout: 60_000 });
}
