/** @file The panels of "Inside the network" as the tests open and read them. */
import AxeBuilder from '@axe-core/playwright';
import type { Locator } from '@playwright/test';
import { expect, type LabPage } from './lab-page';

/** Opens a panel by its id, and gives it. */
export async function openPanel(lab: LabPage, id: string): Promise<Locator> {
  const panel = lab.page.locator(`#${id}`);
  if (!(await panel.evaluate((element: HTMLDetailsElement) => element.open))) await panel.locator('> summary').click();
  return panel;
}

/** The whole numbers of a table's body, row by row; what names a row is left out. */
export function numbersOf(table: Locator): Promise<number[][]> {
  return table.locator('tbody tr').evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('td')].map((cell) => Number(cell.textContent.replaceAll(',', '').replace('−', '-').replace('+', '')))));
}

/** axe finds nothing at all in a panel. */
export async function findsNothing(lab: LabPage, id: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page: lab.page }).include(`#${id}`).analyze();
  expect(violations.map((violation) => `${violation.id}: ${violation.nodes.map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary ?? ''}`).join(' | ')}`)).toEqual([]);
}

/** Nothing of a panel reaches beyond the screen, but for what scrolls by itself. */
export async function fits(lab: LabPage, id: string): Promise<void> {
  const wider = await lab.page.evaluate((panel) => {
    const width = document.documentElement.clientWidth;
    const outside = [...document.querySelectorAll(`#${panel} *`)].filter((element) => element.getBoundingClientRect().right > width + 1 && !element.parentElement?.closest('.table-scroll'));
    return [...outside.map((one) => `${one.tagName} ${one.className.toString()}`), ...(document.documentElement.scrollWidth > width ? ['the page scrolls sideways'] : [])];
  }, id);
  expect(wider).toEqual([]);
}
