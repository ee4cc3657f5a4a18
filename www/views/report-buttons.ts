/** @file The buttons that show a report of a problem, in the footer and beside a failure; what they show is fetched apart. */

import { later } from '../later';
import type { ReportSources } from '../problem-report';
import { byId } from './element';

/** What is fetched. */
interface Reports {
  readonly showReport: (sources: ReportSources) => Promise<void>;
}

/** Fetches what shows a report once, and gives it what to tell of. */
export class ReportButtons {
  readonly #sources: ReportSources;
  #fetched: Promise<Reports> | undefined;

  constructor(sources: ReportSources) {
    this.#sources = sources;
    for (const id of ['report-problem', 'report-trouble']) byId(id, HTMLButtonElement).addEventListener('click', () => void this.#show());
  }

  /** Has it at hand, because what there is to report may be that nothing can be fetched. */
  prepare(): void {
    // Said when it is asked for.
    this.#fetch().catch(() => undefined);
  }

  async #show(): Promise<void> {
    const { showReport } = await this.#fetch();
    await showReport(this.#sources);
  }

  async #fetch(): Promise<Reports> {
    this.#fetched ??= later(() => import('../problem-report'));
    try {
      return await this.#fetched;
    } catch (error) {
      this.#fetched = undefined;
      throw error;
    }
  }
}
