package io.github.curvelane.kernel.vector;

import io.github.curvelane.Parallelism;
import io.github.curvelane.kernel.ConvolutionShape;
import io.github.curvelane.kernel.contract.ConvolutionCall;
import java.util.Arrays;

/**
 * Gradients by the weights of a convolution: for each chain of examples a matrix of sums, whose
 * tiles take up some rows at a time, while images and signals are in cache. Its lanes are the terms
 * of a window, run by run, beside some maps; or where runs are short the maps beside some terms, or
 * both, several maps × the terms of a run; or the channels of a depthwise convolution. Threads
 * share chains, and the tiles of a chain where there are few.
 */
final class FloatWindowSums {
  private static final int LANES = FloatLanes.LANES;

  /** Rows of a tile whose lanes are terms or maps. */
  private static final int ROWS = Widths.REGISTERS >= 32 ? 8 : 4;

  /** Rows of examples and places that tiles take up together. */
  private static final int TAKEN = 128;

  /** What the lanes of sums are. */
  private enum Lanes {
    TERMS,
    MAPS,
    BOTH,
    CHANNELS
  }

  private final ConvolutionShape shape;
  private final Patches patches;
  private final Parallelism parallelism;
  private final Parallelism.Task computing = this::compute;
  private final Worker[] workers;
  private final Lanes lanes;

  /** Rows of a tile. */
  private final int tileRows;

  /** Where vectors of terms are, or each term, or each run, from a window's first element. */
  private final int[] starts;

  /** What the lanes of a run's sums select from terms and maps, where they are both. */
  private final int[] selections;

  /** Maps that stand in one vector with the terms of a run. */
  private final int copies;

  /** Rows of the sums of a group, whole tiles. */
  private final int rows;

  /** Lanes of a row. */
  private final int ld;

  /** Lanes of a tile, but for the last. */
  private final int tileLanes;

  private final int wideTiles;
  private final int tilesOfGroup;

  /** Whether signals are copied, since tiles read beyond them. */
  private final boolean copiesSignals;

  /** Where the sum of each weight is. */
  private final int[] indices;

  /** The sums of the chains that are computed together. */
  private float[] sums = {};

  private ConvolutionCall<float[]> call;
  private int firstChain;
  private int parts;

  FloatWindowSums(ConvolutionShape shape, Patches patches, Parallelism parallelism) {
    this.shape = shape;
    this.patches = patches;
    this.parallelism = parallelism;
    int maps = patches.groupMaps;
    int runs = patches.runs.length;
    int vectors = runs * Math.ceilDiv(patches.length, LANES);
    int runRows = FloatRunSums.rowsFor(runs, patches.length);
    copies = Math.max(1, LANES / patches.length);
    lanes = fastest(vectors, runRows);
    tileRows =
        switch (lanes) {
          case BOTH -> runRows;
          case CHANNELS -> FloatChannelSums.ROWS;
          default -> ROWS;
        };
    int wide = FloatTiles.COLUMNS;
    switch (lanes) {
      case TERMS -> {
        starts = vectorsOfTerms(vectors);
        ld = starts.length * LANES;
        rows = Math.ceilDiv(maps, tileRows) * tileRows;
      }
      case MAPS, CHANNELS -> {
        starts = eachTerm();
        ld = Math.ceilDiv(maps, LANES) * LANES;
        rows = Math.ceilDiv(shape.terms(), tileRows) * tileRows;
      }
      default -> {
        starts = patches.runs;
        ld = Math.ceilDiv(maps, 2 * copies) * wide;
        rows = Math.ceilDiv(runs, tileRows) * tileRows;
      }
    }
    selections = selections();
    tileLanes = lanes == Lanes.CHANNELS ? LANES : wide;
    wideTiles = Math.ceilDiv(ld, tileLanes);
    tilesOfGroup = wideTiles * (rows / tileRows);
    copiesSignals = lanes == Lanes.BOTH || maps % (lanes == Lanes.TERMS ? ROWS : LANES) != 0;
    indices = new int[shape.weights()];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = indexOf(i / shape.maps(), i % shape.maps());
    }
    workers = new Worker[parallelism.threads()];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker(new FloatSurrounding(shape, patches));
    }
  }

  /** Compares the multiplications of vectors; one vector of maps loads as much as it multiplies. */
  private Lanes fastest(int vectors, int runRows) {
    if (patches.depthwise) {
      return Lanes.CHANNELS;
    }
    int maps = patches.groupMaps;
    double terms = (double) vectors * Math.ceilDiv(maps, ROWS) * ROWS;
    double byMaps = Math.ceilDiv(shape.terms(), ROWS) * ROWS * Math.ceilDiv(maps, LANES);
    byMaps *= maps <= LANES ? 1.2 : 1;
    double least = Math.min(terms, byMaps);
    if (runRows > 0) {
      int tiles = Math.ceilDiv(patches.runs.length, runRows) * Math.ceilDiv(maps, 2 * copies);
      if (1.2 * tiles * 2 * runRows < least) {
        return Lanes.BOTH;
      }
    }
    return terms <= byMaps ? Lanes.TERMS : Lanes.MAPS;
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

  /** Lane by lane the term of a run, then for each vector of a tile the map. */
  private int[] selections() {
    int[] selections = new int[(1 + FloatRunSums.VECTORS) * LANES];
    for (int lane = 0; lane < copies * patches.length && lane < LANES; lane++) {
      selections[lane] = lane % patches.length;
      for (int v = 0; v < FloatRunSums.VECTORS; v++) {
        selections[(1 + v) * LANES + lane] = v * copies + lane / patches.length;
      }
    }
    return selections;
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
    parts = Math.clamp(Math.ceilDiv(tasks, chains), 1, tilesOfGroup * patches.groups);
    int size = Math.multiplyExact(patches.groups * rows, ld);
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
    for (int i = 0; i < indices.length; i++) {
      sums[indices[i]] = call.weights[call.weightsOffset + i];
    }
  }

  /** Copies the sums of a chain to W's place, or adds them. */
  private void add(int start, boolean more) {
    float[] weights = call.weights;
    int at = call.weightsOffset;
    for (int i = 0; i < indices.length; i++) {
      float sum = sums[start + indices[i]];
      weights[at + i] = more ? weights[at + i] + sum : sum;
    }
  }

  private int indexOf(int term, int map) {
    int first = map / patches.groupMaps * rows;
    int within = map % patches.groupMaps;
    int run = term / patches.length;
    int ofRun = term % patches.length;
    return switch (lanes) {
      case TERMS -> (first + within) * ld + run * lanesOfRun() + ofRun;
      case MAPS, CHANNELS -> (first + term) * ld + within;
      case BOTH ->
          (first + run) * ld + within / copies * LANES + within % copies * patches.length + ofRun;
    };
  }

  private int lanesOfRun() {
    return Math.ceilDiv(patches.length, LANES) * LANES;
  }

  private void compute(int task, int index) {
    int chain = task / parts;
    int tiles = tilesOfGroup * patches.groups;
    int part = task % parts;
    int firstTile = (int) ((long) tiles * part / parts);
    int endTile = (int) ((long) tiles * (part + 1) / parts);
    int start = chain * patches.groups * rows * ld;
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
      worker.signals = FloatPanels.grown(worker.signals, n + FloatTiles.COLUMNS + ROWS);
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
        int row = within / wideTiles * tileRows;
        int lane = within % wideTiles * tileLanes;
        int sum = start + (group * rows + row) * ld + lane;
        int channel = group * patches.groupChannels;
        int signal = uOffset + r * ldu + group * patches.groupMaps;
        float[] images = worker.images.images;
        switch (lanes) {
          case TERMS -> addTerms(images, channel, lane / LANES, r, to, u, signal + row, sum);
          case MAPS -> addMaps(images, channel, row, r, to, u, signal + lane, ld - lane, sum);
          case CHANNELS -> addChannels(images, lane, row, r, to, u, signal + lane, sum);
          case BOTH -> addRuns(images, channel, row, r, to, u, signal + lane / LANES * copies, sum);
        }
      }
    }
  }

  private void addTerms(
      float[] x, int channel, int at, int from, int to, float[] u, int signal, int sum) {
    int ldu = shape.maps();
    int first = channel + starts[at];
    int second = channel + starts[at + 1];
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
    int used = Math.min(ROWS, starts.length - at);
    int[] places = patches.places;
    if (lanes > LANES) {
      if (ROWS == 8) {
        FloatMapSums8x2.add(
            x, channel, starts, at, used, places, from, to, u, signal, ldu, sums, sum, ld);
      } else {
        FloatMapSums4x2.add(
            x, channel, starts, at, used, places, from, to, u, signal, ldu, sums, sum, ld);
      }
    } else if (ROWS == 8) {
      FloatMapSums8x1.add(
          x, channel, starts, at, used, places, from, to, u, signal, ldu, sums, sum, ld);
    } else {
      FloatMapSums4x1.add(
          x, channel, starts, at, used, places, from, to, u, signal, ldu, sums, sum, ld);
    }
  }

  private void addChannels(
      float[] x, int channel, int at, int from, int to, float[] u, int signal, int sum) {
    int used = Math.min(tileRows, starts.length - at);
    FloatChannelSums.add(
        x,
        channel,
        starts,
        at,
        used,
        patches.places,
        from,
        to,
        u,
        signal,
        shape.maps(),
        sums,
        sum,
        ld);
  }

  private void addRuns(
      float[] x, int channel, int at, int from, int to, float[] u, int signal, int sum) {
    int used = Math.min(tileRows, starts.length - at);
    FloatRunSums.add(
        tileRows,
        selections,
        x,
        channel,
        starts,
        at,
        used,
        patches.places,
        from,
        to,
        u,
        signal,
        shape.maps(),
        sums,
        sum,
        ld);
  }
}
