/** @file The worker's other desk: holds the networks that are looked at, moves them and looks inside, one request after the other. */

import type { HeldWeights, Look, MaskDraws, MaskedExample, Correlations, PassSummary, PicturePrediction, Predictions, Seen } from './looks';
import type { LookCommand, LookEvent, Move, Report } from './protocol';
import { nextUnits } from './slice';
import { unreachable } from './unreachable';
import { sentence } from './workbench';

/** One run's network, as the trainer opens it for inspection. */
export interface InspectionLike {
  resume(step: number, weights: Float32Array): void;
  advance(units: number, until: number): Promise<Report>;
  train_batch(): Promise<number>;
  masked_example(row: number): Promise<MaskedExample>;
  expectation(example: number, layer: number, first: number, draws: number): Promise<MaskDraws>;
  first_layer(): Promise<Float32Array>;
  correlations(layer: number, units: number): Promise<Correlations>;
  predictions(): Promise<Predictions>;
  begin_passes(scaled: boolean): void;
  next_pass(): Promise<PassSummary>;
  picture(pixels: Uint8Array, passes: number, scaled: boolean): Promise<PicturePrediction>;
  free(): void;
}

/** What this desk needs of the trainer. */
export interface InspectingTrainer {
  inspect(link: string, run: string): InspectionLike;
}

/** The outside world, handed in so that the desk can be tested without one. */
export interface LookSurroundings {
  post(event: LookEvent): void;
  now(): number;
}

interface Network {
  readonly inspection: InspectionLike;
  units: number;
}

/** An inspection must not be touched while it works, so requests wait for each other. */
export class LookBench {
  readonly #trainer: InspectingTrainer;
  readonly #surroundings: LookSurroundings;
  readonly #networks = new Map<number, Network>();
  #last: Promise<void> = Promise.resolve();

  constructor(trainer: InspectingTrainer, surroundings: LookSurroundings) {
    this.#trainer = trainer;
    this.#surroundings = surroundings;
  }

  /** Takes a request; it is answered after those before it. */
  handle(command: LookCommand): void {
    this.#last = this.#last.then(() => this.#answer(command));
  }

  async #answer(command: LookCommand): Promise<void> {
    const { ticket, network } = command;
    const outside = this.#surroundings;
    try {
      if (command.kind === 'move') outside.post({ kind: 'moved', ticket, ...(await this.#move(network, command.move)) });
      else outside.post({ kind: 'looked', ticket, seen: await this.#look(this.#network(network).inspection, command.look) });
    } catch (error) {
      outside.post({ kind: 'look-failed', ticket, message: sentence(error) });
    }
  }

  async #move(index: number, move: Move): Promise<{ step: number; reached: boolean }> {
    if (move.kind === 'begin') {
      this.#networks.get(index)?.inspection.free();
      this.#networks.delete(index);
      this.#networks.set(index, { inspection: this.#trainer.inspect(move.link, move.run), units: 1 });
      return { step: 0, reached: true };
    }
    const network = this.#network(index);
    switch (move.kind) {
      case 'resume':
        return this.#resume(network, move.held);
      case 'advance':
        return this.#slice(network, move.until);
      case 'batch':
        return { step: await network.inspection.train_batch(), reached: true };
      default:
        return unreachable(move);
    }
  }

  #resume({ inspection }: Network, { step, weights }: HeldWeights): { step: number; reached: boolean } {
    inspection.resume(step, weights);
    return { step, reached: true };
  }

  async #slice(network: Network, until: number): Promise<{ step: number; reached: boolean }> {
    const begun = this.#surroundings.now();
    const { step, reached } = await network.inspection.advance(network.units, until);
    network.units = nextUnits(network.units, this.#surroundings.now() - begun);
    return { step, reached };
  }

  async #look(inspection: InspectionLike, look: Look): Promise<Seen<Look>> {
    switch (look.kind) {
      case 'masked-example':
        return inspection.masked_example(look.row);
      case 'expectation':
        return inspection.expectation(look.example, look.layer, look.first, look.draws);
      case 'first-layer':
        return inspection.first_layer();
      case 'correlations':
        return inspection.correlations(look.layer, look.units);
      case 'predictions':
        return inspection.predictions();
      case 'passes':
        if (look.begin) inspection.begin_passes(look.scaled);
        return inspection.next_pass();
      case 'picture':
        return inspection.picture(look.pixels, look.passes, look.scaled);
      default:
        return unreachable(look);
    }
  }

  #network(index: number): Network {
    const network = this.#networks.get(index);
    if (!network) throw new Error(`Found no network ${String(index)} to look at, expected one that was begun.`);
    return network;
  }
}
