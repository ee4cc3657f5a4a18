/** @file Terms of the page are explained where they stand, by keyboard as well, and each has an address of its own. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type LabPage, SMALL, test } from './lab-page';

test('a term in the help opens its meaning with the formula, by the keyboard alone, and gives the focus back', async ({ lab }) => {
  await lab.open(SMALL);
  await lab.reaches('ready');
  const before = lab.link;
  const term = lab.page.locator('.network a.term', { hasText: 'drop probability' });
  await term.focus();
  await lab.page.keyboard.press('Enter');
  const meaning = lab.page.getByRole('dialog', { name: 'Drop probability' });
  await expect(meaning).toBeVisible();
  await expect(meaning).toBeFocused();
  await expect(meaning.locator('math').first()).toHaveText('p');
  await findsNothing(lab);
  await lab.page.keyboard.press('Escape');
  await expect(meaning).toBeHidden();
  await expect(term).toBeFocused();
  // Looking a term up is no experiment.
  expect(lab.link).toBe(before);
});

test('in each section a term is linked once', async ({ lab }) => {
  await lab.open(SMALL);
  await expect(lab.page.locator('a.term').first()).toBeAttached();
  const twice = await lab.page.evaluate(() =>
    [...document.querySelectorAll('.masthead, section')].flatMap((section) => {
      const own = [...section.querySelectorAll<HTMLAnchorElement>('a.term')].filter((link) => link.closest('.masthead, section') === section).map(({ hash }) => hash);
      return own.filter((hash, index) => own.indexOf(hash) !== index);
    }),
  );
  expect(twice).toEqual([]);
  expect(await lab.page.locator('a.term').count()).toBeGreaterThan(12);
});

test('the glossary is a page, where a link leads to its term, in the language that it names', async ({ lab }) => {
  await lab.page.goto('../lab/glossary.html#inverted_dropout');
  const entry = lab.page.getByRole('region', { name: 'Inverted dropout', exact: true });
  await expect(entry).toBeInViewport();
  await expect(entry).toBeFocused();
  await expect(entry.locator('math').first()).toContainText('h′');
  await expect(lab.page.getByRole('heading', { level: 2 })).not.toHaveCount(0);
  await findsNothing(lab);
  await lab.page.goto('../lab/glossary.html?lang=de#mask');
  await expect(lab.page.getByRole('region', { name: 'Maske', exact: true })).toContainText('Nullen und Einsen');
  await expect(lab.root).toHaveAttribute('lang', 'de');
  await lab.page.getByRole('link', { name: 'Zum Lab' }).click();
  await lab.reaches('ready');
});

async function findsNothing(lab: LabPage): Promise<void> {
  const { violations } = await new AxeBuilder({ page: lab.page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`)).toEqual([]);
}
