/** @file The page can be used with assistive technology: axe finds nothing at all, in no state and no colours. */
import AxeBuilder from '@axe-core/playwright';
import { openPanel } from './inside-panels';
import { expect, type LabPage, LONG, SMALL, test } from './lab-page';

/** Loss and weights run away within an epoch. */
const DIVERGES = 'v=1&data=synthetic&hidden=16,16&train=200&test=100&epochs=3&replicates=1&lr=10&weight_decay=1&device=cpu';

for (const colors of ['light', 'dark'] as const) {
  test.describe(`in ${colors} colours`, () => {
    test.use({ colorScheme: colors });

    test('nothing at first paint', async ({ lab }) => {
      await lab.open('', { folder: 'with-stuck-trainer' });
      await expect(lab.page.locator('#device-text')).toContainText('loaded');
      await findsNothing(lab);
    });

    test('nothing when ready, while training and when paused', async ({ lab }) => {
      await lab.open(LONG);
      await lab.reaches('ready');
      await findsNothing(lab);
      await lab.button('Run').click();
      await lab.passesEpoch(2);
      await findsNothing(lab);
      await lab.button('Pause').click();
      await lab.reaches('paused');
      await findsNothing(lab);
    });

    test('nothing with one replicate, which diverged', async ({ lab }) => {
      await lab.finish(DIVERGES);
      await findsNothing(lab);
    });

    test('nothing with all panels inside the network open, on a wide and on a narrow screen', async ({ lab }) => {
      await lab.finish(`${SMALL}&probes=1`);
      for (const panel of ['inside-layers', 'inside-seeing', 'inside-predictions', 'inside-test-time']) await openPanel(lab, panel);
      await expect(lab.page.locator('.gallery-card').first()).toBeVisible();
      await expect(lab.page.locator('#inside-layers .chart canvas')).not.toHaveCount(0);
      await findsNothing(lab);
      await lab.page.setViewportSize({ width: 360, height: 740 });
      await findsNothing(lab);
    });

    test('nothing when finished, with all that opens open', async ({ lab }) => {
      await lab.finish(`${SMALL}&pin=0,0.2,0.2;0,0.8,0.8&nonsense=1`);
      await lab.setSlider('Hidden 1', '0.3');
      await lab.reaches('finished');
      await lab.table('treatment');
      await lab.page.getByText('More settings').click();
      await lab.button('Share').click();
      await findsNothing(lab);
    });

    test('nothing with an answered question, pinned arms, a picked evaluation and two experiments compared', async ({ lab }) => {
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

    test('nothing when something is missing', async ({ lab }) => {
      await lab.open('v=1&device=cpu', { folder: 'without-data' });
      await lab.reaches('failed');
      await findsNothing(lab);
    });
  });
}

/** Every rule but those that are experiments, with that about the size of targets, which has to be asked for. */
async function findsNothing(lab: LabPage): Promise<void> {
  const { violations } = await new AxeBuilder({ page: lab.page }).options({ rules: { 'target-size': { enabled: true } } }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary ?? ''}`).join(' | ')}`)).toEqual([]);
}
