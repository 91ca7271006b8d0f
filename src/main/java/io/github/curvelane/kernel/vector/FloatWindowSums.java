package io.github.curvelane.kernel.vector;

import io.github.curvelane.Parallelism;
import io.github.curvelane.kernel.ConvolutionShape;
import io.github.curvelane.kernel.contract.ConvolutionCall;
import java.util.Arrays;

/**
 * Gradients by the weights of a convolution: for each chain of examples a matrix of sums, whose
 * tiles take up some rows at a time, while images and signals are in cache. Its lanes are the terms
 * of a window, run by run, beside eight maps, or the maps beside eight terms where runs are short.
 * Threads share chains, and the tiles of a chain where there are few.
 */
final class FloatWindowSums {
  private static final int LANES = FloatLanes.LANES;

  /** Rows of a tile of sums. */
  private static final int ROWS = Widths.REGISTERS >= 32 ? 8 : 4;

  /** Rows of examples and places that tiles take up together. */
  private static final int TAKEN = 128;

  private final ConvolutionShape shape;
  private final Patches patches;
  private final Parallelism parallelism;
  private final Parallelism.Task computing = this::compute;
  private final Worker[] workers;

  /** Whether the lanes of sums are terms; they are maps otherwise. */
  private final boolean lanesAreTerms;

  /** Where the vectors of terms are, or each term, from a window's first element. */
  private final int[] terms;

  /** Rows of the sums of a group, whole tiles. */
  private final int rows;

  /** Lanes of a row. */
  private final int ld;

  private final int wideTiles;
  private final int tilesOfGroup;

  /** Whether signals are copied, since tiles read beyond them. */
  private final boolean copiesSignals;

  /** The sums of the chains that are computed together. */
  private float[] sums = {};

  private ConvolutionCall<float[]> call;
  private int firstChain;
  private int parts;

  FloatWindowSums(ConvolutionShape shape, Patches patches, Parallelism parallelism) {
    this.shape = shape;
    this.patches = patches;
    this.parallelism = parallelism;
    int maps = shape.groupMaps();
    int vectors = patches.runs.length * Math.ceilDiv(patches.length, LANES);
    int byTerms = vectors * Math.ceilDiv(maps, ROWS) * ROWS;
    int byMaps = Math.ceilDiv(shape.terms(), ROWS) * ROWS * Math.ceilDiv(maps, LANES);
    lanesAreTerms = byTerms <= byMaps * (maps <= LANES ? 1.2 : 1);
    terms = lanesAreTerms ? vectorsOfTerms(vectors) : eachTerm();
    rows = Math.ceilDiv(lanesAreTerms ? maps : shape.terms(), ROWS) * ROWS;
    int wide = FloatTiles.COLUMNS;
    int lanes = lanesAreTerms ? vectors * LANES : Math.ceilDiv(maps, LANES) * LANES;
    ld = lanesAreTerms ? Math.ceilDiv(lanes, wide) * wide : lanes;
    wideTiles = Math.ceilDiv(ld, wide);
    tilesOfGroup = wideTiles * (rows / ROWS);
    copiesSignals = maps % (lanesAreTerms ? ROWS : LANES) != 0;
    workers = new Worker[parallelism.threads()];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker(new FloatSurrounding(shape, patches));
    }
  }

  /** Where vectors of terms start, an even number: the last may stand twice. */
  private int[] vectorsOfTerms(int vectors) {
    int ofRun = vectors / patches.runs.length;
    int[] starts = new int[vectors + vectors % 2];
    for (int v = 0; v < starts.length; v++) {
      int vector = Math.min(v, vectors - 1);
      starts[v] = patches.runs[vector / ofRun] + vector % ofRun * LANES;
    }
    return starts;
  }

  private int[] eachTerm() {
    int[] starts = new int[shape.terms()];
    for (int k = 0; k < starts.length; k++) {
      starts[k] = patches.runs[k / patches.length] + k % patches.length;
    }
    return starts;
  }

  /** What one thread needs for itself. */
  private static final class Worker {
    final FloatSurrounding images;
    float[] signals = {};

    Worker(FloatSurrounding images) {
      this.images = images;
    }
  }

  void compute(ConvolutionCall<float[]> call) {
    this.call = call;
    int ofChain = shape.examplesPerChain();
    int chains = Math.max(1, Math.ceilDiv(call.examples, ofChain));
    long work = (long) call.examples * shape.outputs() * shape.terms();
    boolean shared = workers.length > 1 && work >= FloatProductPlan.PARALLEL_WORK;
    int tasks = shared ? FloatProductPlan.TASKS_PER_THREAD * workers.length : 1;
    int together = Math.min(chains, tasks);
    parts = Math.clamp(Math.ceilDiv(tasks, chains), 1, tilesOfGroup * shape.groups());
    int size = Math.multiplyExact(shape.groups() * rows, ld);
    sums = FloatPanels.grown(sums, Math.multiplyExact(together, size));
    for (firstChain = 0; firstChain < chains; firstChain += together) {
      int count = Math.min(together, chains - firstChain);
      Arrays.fill(sums, 0, count * size, 0);
      if (firstChain == 0 && call.accumulate) {
        begin();
      }
      if (shared) {
        parallelism.run(count * parts, computing);
      } else {
        compute(0, 0);
      }
      for (int chain = 0; chain < count; chain++) {
        add(chain * size, firstChain + chain > 0);
      }
    }
    this.call = null;
  }

  /** The sums start from what stands in W's place. */
  private void begin() {
    int maps = shape.maps();
    for (int k = 0; k < shape.terms(); k++) {
      for (int m = 0; m < maps; m++) {
        sums[indexOf(k, m)] = call.weights[call.weightsOffset + k * maps + m];
      }
    }
  }

  /** Copies the sums of a chain to W's place, or adds them. */
  private void add(int start, boolean more) {
    int maps = shape.maps();
    for (int k = 0; k < shape.terms(); k++) {
      int at = call.weightsOffset + k * maps;
      for (int m = 0; m < maps; m++) {
        float sum = sums[start + indexOf(k, m)];
        call.weights[at + m] = more ? call.weights[at + m] + sum : sum;
      }
    }
  }

  private int indexOf(int term, int map) {
    int group = map / shape.groupMaps();
    int within = map % shape.groupMaps();
    if (!lanesAreTerms) {
      return (group * rows + term) * ld + within;
    }
    int ofRun = Math.ceilDiv(patches.length, LANES) * LANES;
    int lane = term / patches.length * ofRun + term % patches.length;
    return (group * rows + within) * ld + lane;
  }

  private void compute(int task, int index) {
    int chain = task / parts;
    int tiles = tilesOfGroup * shape.groups();
    int part = task % parts;
    int firstTile = (int) ((long) tiles * part / parts);
    int endTile = (int) ((long) tiles * (part + 1) / parts);
    int start = chain * shape.groups() * rows * ld;
    int first = (firstChain + chain) * shape.examplesPerChain();
    int end = Math.min(first + shape.examplesPerChain(), call.examples);
    for (int e = first; e < end; e += patches.examples) {
      add(e, Math.min(patches.examples, end - e), firstTile, endTile, start, workers[index]);
    }
  }

  /** Adds the terms of some examples to some tiles of sums. */
  private void add(int e, int count, int firstTile, int endTile, int start, Worker worker) {
    int ldu = shape.maps();
    int n = count * shape.outputs();
    worker.images.read(call.x, call.xOffset + e * shape.inputs(), count, call.square);
    float[] u = call.y;
    int uOffset = call.yOffset + e * shape.outputs();
    if (copiesSignals) {
      worker.signals = FloatPanels.grown(worker.signals, n + FloatTiles.COLUMNS);
      System.arraycopy(u, uOffset, worker.signals, 0, n);
      u = worker.signals;
      uOffset = 0;
    }
    int places = count * shape.places();
    for (int r = 0; r < places; r += TAKEN) {
      int to = Math.min(r + TAKEN, places);
      for (int tile = firstTile; tile < endTile; tile++) {
        int group = tile / tilesOfGroup;
        int within = tile % tilesOfGroup;
        int row = within / wideTiles * ROWS;
        int lane = within % wideTiles * FloatTiles.COLUMNS;
        int sum = start + (group * rows + row) * ld + lane;
        int channel = group * shape.groupChannels();
        int signal = uOffset + r * ldu + group * shape.groupMaps();
        float[] images = worker.images.images;
        if (lanesAreTerms) {
          int v = lane / LANES;
          addTerms(images, channel + terms[v], channel + terms[v + 1], r, to, u, signal + row, sum);
        } else {
          addMaps(images, channel, row, r, to, u, signal + lane, ld - lane, sum);
        }
      }
    }
  }

  private void addTerms(
      float[] x, int first, int second, int from, int to, float[] u, int signal, int sum) {
    int ldu = shape.maps();
    if (ROWS == 8) {
      FloatTermSums8x2.add(
          x, first, second, patches.places, from, to, u, signal, ldu, sums, sum, ld);
    } else {
      FloatTermSums4x2.add(
          x, first, second, patches.places, from, to, u, signal, ldu, sums, sum, ld);
    }
  }

  private void addMaps(
      float[] x, int channel, int at, int from, int to, float[] u, int signal, int lanes, int sum) {
    int ldu = shape.maps();
    int used = Math.min(ROWS, terms.length - at);
    int[] places = patches.places;
    if (lanes > LANES) {
      if (ROWS == 8) {
        FloatMapSums8x2.add(
            x, channel, terms, at, used, places, from, to, u, signal, ldu, sums, sum, ld);
      } else {
        FloatMapSums4x2.add(
            x, channel, terms, at, used, places, from, to, u, signal, ldu, sums, sum, ld);
      }
    } else if (ROWS == 8) {
      FloatMapSums8x1.add(
          x, channel, terms, at, used, places, from, to, u, signal, ldu, sums, sum, ld);
    } else {
      FloatMapSums4x1.add(
          x, channel, terms, at, used, places, from, to, u, signal, ldu, sums, sum, ld);
    }
  }
}
