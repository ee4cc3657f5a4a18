/** @file Hostile links end in a valid experiment with notices, never in markup, a blank page or a broken control. */
import { expect, test } from './lab-page';

const SMALL_END = '&data=synthetic&train=64&test=64&hidden=16,16&epochs=2&replicates=1&device=cpu';

/** A link, the keys that notices must name, and the text that one of them must hold. */
const HOSTILE: readonly { readonly name: string; readonly link: string; readonly keys: readonly string[] }[] = [
  { name: 'markup as a value', link: `lr=<img src=x onerror="globalThis.hacked=1"><script>globalThis.hacked=1</script>`, keys: ['lr'] },
  { name: 'markup as a key', link: '<svg/onload=globalThis.hacked=1>=1&"><b>x</b>=2', keys: ['%3Csvg/onload', '%22%3E%3Cb%3Ex%3C/b%3E'] },
  { name: 'encoded markup', link: 'momentum=%3Cscript%3EglobalThis.hacked%3D1%3C%2Fscript%3E&seed=javascript:alert(1)', keys: ['momentum', 'seed'] },
  { name: 'no numbers', link: 'lr=NaN&momentum=Infinity&weight_decay=-Infinity&batch=1e999&seed=-1', keys: ['lr', 'momentum', 'weight_decay', 'batch', 'seed'] },
  { name: 'numbers beyond all bounds', link: 'batch=99999999999999999999&evals=1e300&label_noise=7&lr=1e-300', keys: ['batch', 'evals', 'label_noise', 'lr'] },
  { name: 'unknown keys and inherited names', link: 'v=999&__proto__=1&constructor=2&toString=3&x=4', keys: ['v', '__proto__', 'constructor', 'toString', 'x'] },
  { name: 'broken encoding and lists', link: 'drop=%E0%A4%A,%,%zz&then=;;;:::&pin=1,2,3,4,5,6,7&evals=%00', keys: ['drop', 'then', 'pin', 'evals'] },
  { name: 'ten kilobytes', link: `then=${'1:0.5;'.repeat(1_000)}&pin=${'9'.repeat(4_000)}`, keys: ['then', 'pin'] },
  { name: 'a thousand keys', link: Array.from({ length: 1_000 }, (_, index) => `k${String(index)}=1`).join('&'), keys: ['k0', 'link'] },
];

for (const { name, link, keys } of HOSTILE) {
  test(`a link with ${name} opens a usable page with notices`, async ({ lab }) => {
    await lab.open(`${link}${SMALL_END}`);
    await lab.reaches('ready');
    for (const key of keys) await expect(lab.notices.getByText(`${key}: `).first(), key).toBeVisible();
    expect(await lab.page.evaluate(() => Reflect.get(globalThis, 'hacked') as unknown)).toBeUndefined();
    await expect(lab.page.locator('body').locator('script, img, iframe, object, b')).toHaveCount(0);
    await expect(lab.notices.locator('*:not(div, p, span, button)')).toHaveCount(0);
    // The address is left with what is in use, which opens without a word.
    const used = new URL(lab.page.url()).hash.slice(1);
    expect(used).toMatch(/^v=1(&[a-z_]+=[0-9a-z.,:;-]*)*$/);
    await lab.setSlider('Hidden 1', '0.25');
    await lab.button('Swap').click();
    await lab.button('Run').click();
    await lab.reaches('finished');
    await lab.page.getByRole('button', { name: 'Dismiss this notice' }).first().click();
  });
}

test('a hostile link pasted into an open page is met in the same way', async ({ lab }) => {
  await lab.open(`v=1${SMALL_END}`);
  await lab.reaches('ready');
  await lab.follow(`v=1${SMALL_END}&lr=<img src=x onerror="globalThis.hacked=1">`);
  await expect(lab.notices).toContainText('lr: found "<img src=x onerror');
  expect(await lab.page.evaluate(() => Reflect.get(globalThis, 'hacked') as unknown)).toBeUndefined();
  await lab.reaches('ready');
});
