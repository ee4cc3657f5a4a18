/** @file Unit tests read the page's texts in English. */
import { speak } from './texts/texts';

await speak('en');
