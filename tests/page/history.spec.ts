/** @file The history: finished experiments in words, to open again, to compare and to delete, in this page and the next. */
import type { Locator } from '@playwright/test';
import { choose, files } from './idx-files';
import { expect, type LabPage, SMALL, test } from './lab-page';

const MEASURES = ['Train accuracy', 'Test accuracy', 'Accuracy gap', 'Train loss', 'Test loss', 'Loss gap'];

test('a finished experiment is in the history after a reload: its settings, verdicts, picture and time', async ({ lab }) => {
  const before = Date.now();
  await lab.finish(`${SMALL}&drop=0.1,0.2,0.3`);
  await lab.keeps({ runs: 4, entries: 1 });
  await lab.reload();
  // While it trains the page draws its sentences now and then; a page loaded anew draws the last ones.
  const verdict = lab.page.locator('#accuracy-verdict');
  await expect(verdict).toHaveText(/^Accuracy gap, treatment minus baseline: /);
  await expect(lab.page.locator('#history-summary')).toHaveText('Finished experiments (1)');
  const [entry] = await entriesOf(lab, 1);
  await expect(entry.getByRole('heading')).toHaveText('dropout 0.1 / 0.2 / 0.3');
  await expect(entry).toContainText('Training examples: 64; ');
  await expect(entry).toContainText('Epochs: 3; ');
  await expect(entry).toContainText(await verdict.innerText());
  const finished_at = Date.parse((await entry.locator('time').getAttribute('datetime')) ?? '');
  expect(finished_at).toBeGreaterThanOrEqual(before);
  expect(finished_at).toBeLessThanOrEqual(Date.now());
  const picture = entry.getByRole('img', { name: 'The accuracy gap of each arm over the epochs' });
  const points = await picture.locator('polyline').evaluateAll((lines) => lines.map((line) => (line.getAttribute('points') ?? '').split(' ').length));
  // The rule at zero, and a line for each arm with the evaluation before training and one after each epoch.
  expect(points).toEqual([2, 4, 4]);
});

test('Reopen brings an experiment back without training it', async ({ lab }) => {
  await lab.finish(SMALL);
  const treatment = await lab.table('treatment');
  const link = new URL(lab.page.url()).hash;
  await lab.setSlider('Hidden 2', '0.9');
  await lab.reaches('finished');
  await lab.keeps({ runs: 6, entries: 2 });
  await lab.reload();
  await lab.reaches('finished');
  const [newest, oldest] = await entriesOf(lab, 2);
  await expect(newest.getByRole('heading')).toHaveText('dropout 0 / 0.5 / 0.9');
  await oldest.getByRole('button', { name: 'Reopen' }).click();
  await expect.poll(() => new URL(lab.page.url()).hash).toBe(link);
  await lab.reaches('finished');
  await expect.poll(() => lab.table('treatment')).toEqual(treatment);
  expect(await lab.begun()).toEqual([]);
});

test('two ticked experiments are compared: the settings that differ, and no others, and the six measures', async ({ lab }) => {
  await finishTwo(lab);
  const [newest, oldest] = await entriesOf(lab, 2);
  await newest.getByLabel('Compare').check();
  const comparison = lab.page.getByRole('region', { name: 'Comparison of two experiments' });
  await expect(comparison).toHaveCount(0);
  await oldest.getByLabel('Compare').check();
  const [settings, measures] = [comparison.getByRole('table').nth(0), comparison.getByRole('table').nth(1)];
  // The one that finished earlier stands first.
  expect(await rows(settings)).toEqual([['Drop probabilities', '0 / 0.5 / 0.5', '0 / 0.5 / 0.9']]);
  const told = await rows(measures);
  expect(told.map(([name]) => name)).toEqual(MEASURES);
  const cells = (await lab.table('treatment')).at(-1)?.split('\t').map((cell) => cell.trim());
  // The second is the one on the page, whose last row in the table says the same numbers.
  expect(told.map(([, , second]) => second)).toEqual(cells?.slice(2));
});

test('a deleted entry can be brought back, and one that was not is gone after a reload', async ({ lab }) => {
  await finishTwo(lab);
  const [newest, oldest] = await entriesOf(lab, 2);
  const words = await newest.innerText();
  await newest.getByRole('button', { name: 'Delete' }).click();
  await expect(lab.page.locator('#history-summary')).toHaveText('Finished experiments (1)');
  await expect(newest).toContainText('Deleted: dropout 0 / 0.5 / 0.9.');
  await newest.getByRole('button', { name: 'Undo' }).click();
  await expect(lab.page.locator('#history-summary')).toHaveText('Finished experiments (2)');
  expect(await newest.innerText()).toBe(words);
  await lab.keeps({ runs: 6, entries: 2 });
  await oldest.getByRole('button', { name: 'Delete' }).click();
  // The entry goes, its runs do not: they are kept for whoever comes back to the setting.
  await lab.keeps({ runs: 6, entries: 1 });
  await lab.reload();
  await expect(lab.page.locator('#history-summary')).toHaveText('Finished experiments (1)');
  const [left] = await entriesOf(lab, 1);
  await expect(left.getByRole('heading')).toHaveText('dropout 0 / 0.5 / 0.9');
  await lab.follow(SMALL);
  await lab.reaches('finished');
  expect(await lab.begun()).toEqual([]);
});

test('everything kept can be deleted, after a question on the page, and then it trains again', async ({ lab }) => {
  await lab.finish(SMALL);
  const history = await lab.openHistory();
  const kept = history.locator('#kept-text');
  await expect(kept).toHaveText(/^4 runs are kept in this browser, [\d.]+ kB of at most 200\.0 MB\. The browser allows this page [\d.,]+ [MGT]B in all\.$/);
  await lab.button('Delete everything kept').click();
  const question = lab.page.getByRole('group', { name: 'Delete all kept runs and all entries? This cannot be undone.' });
  await question.getByRole('button', { name: 'Keep them' }).click();
  await expect(question).toBeHidden();
  await expect(kept).toHaveText(/^4 runs are kept/);

  await lab.button('Delete everything kept').click();
  await question.getByRole('button', { name: 'Delete them' }).click();
  await expect(history.getByText('Everything kept was deleted. What is on the page stays until it is closed.')).toBeVisible();
  await expect(kept).toHaveText(/^0 runs are kept/);
  await expect(lab.root).toHaveAttribute('data-state', 'finished');
  await expect(lab.button('Delete everything kept')).toBeDisabled();
  await lab.keeps({ runs: 0, entries: 0 });

  await lab.reload();
  await lab.reaches('ready');
  await expect(lab.page.locator('#history-summary')).toHaveText('No finished experiments yet');
  await lab.button('Run').click();
  await lab.reaches('finished');
  expect(await lab.begun()).toEqual(['baseline/0', 'baseline/1', 'treatment/0', 'treatment/1']);
});

test('an experiment on own files is not kept, and the page says so', async ({ lab }) => {
  await lab.open(SMALL);
  await lab.reaches('ready');
  await choose(lab, files());
  await expect(lab.notices).toContainText('Your files were read');
  await lab.button('Run').click();
  await lab.reaches('finished');
  await expect(lab.page.getByText('This experiment used your own files. Its runs are kept only while this page is open')).toBeVisible();
  const history = await lab.openHistory();
  await expect(history.locator('#history-summary')).toHaveText('No finished experiments yet');
  await expect(history.locator('#kept-text')).toHaveText(/^0 runs are kept/);
  await lab.keeps({ runs: 0, entries: 0 });
});

/** Two experiments that differ in one slider. */
async function finishTwo(lab: LabPage): Promise<void> {
  await lab.finish(SMALL);
  await lab.setSlider('Hidden 2', '0.9');
  await lab.reaches('finished');
}

/** The entries of the opened history, newest first. */
async function entriesOf<Count extends 1 | 2>(lab: LabPage, count: Count): Promise<Count extends 1 ? [Locator] : [Locator, Locator]>;
async function entriesOf(lab: LabPage, count: number): Promise<Locator[]> {
  const entries = (await lab.openHistory()).getByRole('listitem').filter({ has: lab.page.locator('.entry-words, button') });
  await expect(entries).toHaveCount(count);
  return Array.from({ length: count }, (_, index) => entries.nth(index));
}

/** A table's rows without its head, cell by cell. */
function rows(table: Locator): Promise<string[][]> {
  return table.evaluate((element: HTMLTableElement) => [...(element.tBodies[0]?.rows ?? [])].map((row) => [...row.cells].map((cell) => cell.innerText)));
}
