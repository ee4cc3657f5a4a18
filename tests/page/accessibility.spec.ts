/** @file The page can be used with assistive technology: axe finds nothing serious, in no state and no colours. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type LabPage, LONG, SMALL, test } from './lab-page';

for (const colors of ['light', 'dark'] as const) {
  test.describe(`in ${colors} colours`, () => {
    test.use({ colorScheme: colors });

    test('nothing serious at first paint', async ({ lab }) => {
      await lab.open('', { folder: 'with-stuck-trainer' });
      await expect(lab.page.locator('#device-text')).toContainText('loaded');
      await findsNothing(lab);
    });

    test('nothing serious while training', async ({ lab }) => {
      await lab.open(LONG);
      await lab.button('Run').click();
      await lab.passesEpoch(2);
      await findsNothing(lab);
    });

    test('nothing serious when finished, with all that opens open', async ({ lab }) => {
      await lab.finish(`${SMALL}&pin=0,0.2,0.2;0,0.8,0.8&nonsense=1`);
      await lab.setSlider('Hidden 1', '0.3');
      await lab.reaches('finished');
      await lab.table('treatment');
      await lab.page.getByText('More settings').click();
      await lab.button('Share').click();
      await findsNothing(lab);
    });

    test('nothing serious with an answered question, pinned arms, a picked evaluation and two experiments compared', async ({ lab }) => {
      await lab.finish(`${SMALL}&question=again&pin=one:0,0.2,0.2;0,0.8,0.8&reference=pinned-1`);
      await lab.page.getByRole('group', { name: 'Reset or continue' }).getByRole('button', { name: 'Continue' }).click();
      await expect(lab.page).toHaveURL(/epochs=6/);
      await lab.reaches('finished');
      await lab.pickFirst();
      await lab.page.getByRole('switch', { name: 'Correct for many comparisons (Holm)' }).check();
      await lab.page.getByText('The test set is finite, too').click();
      await lab.page.getByLabel('As tutorials plot it').check();
      await lab.compareTwo();
      await lab.button('Delete everything kept').click();
      await expect(lab.page.locator('#card-conclusion')).not.toBeEmpty();
      await findsNothing(lab);
    });

    test('nothing serious when something is missing', async ({ lab }) => {
      await lab.open('v=1&device=cpu', { folder: 'without-data' });
      await lab.reaches('failed');
      await findsNothing(lab);
    });
  });
}

async function findsNothing(lab: LabPage): Promise<void> {
  const { violations } = await new AxeBuilder({ page: lab.page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary ?? ''}`).join(' | ')}`)).toEqual([]);
}
