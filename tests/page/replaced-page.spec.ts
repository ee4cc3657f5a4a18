/** @file A page that is older than its server by now, and parts that do not come when they are first wanted: said, with what helps, and nothing is lost. */
import { expect, type LabPage, SMALL, test } from './lab-page';

// What a service worker keeps would come all the same.
test.use({ serviceWorkers: 'block' });

test('a panel of a page that was replaced on its server is said to be gone; loading the page anew brings it, with settings and curves', async ({ lab }) => {
  const folder = `redeployed/${crypto.randomUUID()}`;
  await lab.finish(SMALL, { folder });
  await lab.keeps({ runs: 4, entries: 1 });
  const treatment = await lab.table('treatment');
  await deploy(lab);
  await openPanel(lab);
  const notice = lab.notices.locator('.notice');
  await expect(notice).toHaveText(/^This part of the page could not be loaded: the page was replaced by a newer version since it was opened\./);
  await expect(lab.root).toHaveAttribute('data-state', 'finished');
  await notice.getByRole('button', { name: 'Load the page anew' }).click();
  await lab.reaches('finished');
  expect(await lab.table('treatment')).toEqual(treatment);
  expect(await lab.begun()).toEqual([]);
  await openPanel(lab);
  await expect(lab.page.locator('#inside-layers .inside-panel')).toBeVisible();
  await expect(notice).toHaveCount(0);
});

test('workers that a replaced page can no longer start are explained, and loading it anew helps', async ({ lab }) => {
  await lab.open(SMALL, { folder: `redeployed/${crypto.randomUUID()}` });
  await lab.reaches('ready');
  await deploy(lab);
  // Another device means other workers.
  await lab.page.getByText('More settings').click();
  await lab.page.getByLabel('Device').selectOption('webgpu');
  await lab.reaches('failed');
  await expect(lab.page.getByRole('alert')).toContainText('The script of the workers could not be loaded: the server answered 404.');
  await expect(lab.notices).toContainText('This page was replaced by a newer version on the server since it was opened');
  await lab.notices.getByRole('button', { name: 'Load the page anew' }).click();
  await lab.reaches('ready');
  expect(lab.link).toContain('device=webgpu');
});

for (const { folder, says } of [
  { folder: 'without-panels', says: /the server answered 404 for later-loader-.*\.js\. Load the page anew/ },
  { folder: 'with-missing-panels-as-pages', says: /the server has no later-loader-.*\.js, it sent a web page in place of it\./ },
]) {
  test(`a panel that the server has not (${folder}) is said to be missing, each time that it is wanted, and everything else works`, async ({ lab }) => {
    await lab.open(SMALL, { folder });
    await lab.reaches('ready');
    await openPanel(lab);
    const notice = lab.notices.locator('.notice');
    await expect(notice).toHaveText(says);
    await expect(lab.page.locator('#inside-layers')).not.toHaveAttribute('open');
    await openPanel(lab);
    await expect(notice).toHaveCount(1);
    await expect(notice).toContainText('×2');
    await lab.button('Run').click();
    await lab.reaches('finished');
  });
}

test('without a network what is loaded goes on, a panel says that it cannot come, and comes once there is one', async ({ lab, context }) => {
  await lab.open(SMALL);
  await lab.reaches('ready');
  await context.setOffline(true);
  await lab.button('Run').click();
  await lab.reaches('finished');
  // The second worker would have been fetched now.
  await expect(lab.notices).toContainText('The script of the workers could not be loaded: no connection to the server of this page. Training goes on with one worker');
  await openPanel(lab);
  await expect(lab.notices).toContainText('This part of the page could not be loaded: no connection to the server of this page. What is loaded goes on');
  await context.setOffline(false);
  await openPanel(lab);
  await expect(lab.page.locator('#inside-layers .inside-panel')).toBeVisible();
});

/** From now on the server has another build of the page. */
async function deploy(lab: LabPage): Promise<void> {
  await lab.page.request.get(new URL('now', lab.page.url()).href);
}

function openPanel(lab: LabPage): Promise<void> {
  return lab.page.locator('#inside-layers > summary').click();
}
