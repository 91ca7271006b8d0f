package io.github.curvelane.kernel.vector;

import io.github.curvelane.Parallelism;
import io.github.curvelane.kernel.ConvolutionShape;
import io.github.curvelane.kernel.contract.ConvolutionCall;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Gradients by images of a convolution: for a few places at a time the products t of their signals
 * with all terms of a window, which are then added, run by run, to a copy of the image with its
 * border. A run of t fills whole vectors; behind its end it has −0, which adds nothing. Threads
 * share the examples.
 */
final class FloatTapSums {
  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
  private static final int LANES = FloatLanes.LANES;
  private static final FloatVectorAlgebra ALGEBRA = FloatVectorAlgebra.INSTANCE;

  /** Places whose t are in the first-level cache together. */
  private static final int PLACES = 8;

  /** Rows of a wide tile. */
  private static final int ROWS =
      FloatTiles.rowsInPlaceAt(0, PLACES, FloatTiles.COLUMNS, FloatTiles.COLUMNS);

  private final ConvolutionShape shape;
  private final Patches patches;
  private final Parallelism parallelism;
  private final Parallelism.Task computing = this::compute;
  private final Worker[] workers;

  /** Vectors of a run. */
  private final int runVectors;

  /** Elements of the t of a place in one group. */
  private final int ld;

  private float[] panels = {};
  private float[] secondPanels = {};
  private ConvolutionCall<float[]> call;

  FloatTapSums(ConvolutionShape shape, Patches patches, Parallelism parallelism) {
    this.shape = shape;
    this.patches = patches;
    this.parallelism = parallelism;
    runVectors = Math.ceilDiv(patches.length, LANES);
    ld = Math.multiplyExact(patches.runs.length, runVectors * LANES);
    workers = new Worker[parallelism.threads()];
    for (int i = 0; i < workers.length; i++) {
      float[] taps = new float[Math.multiplyExact(PLACES, ld)];
      workers[i] = new Worker(new FloatSurrounding(shape, patches), taps);
    }
  }

  /** What one thread needs for itself. */
  private record Worker(FloatSurrounding image, float[] taps, float[] tile) {
    Worker(FloatSurrounding image, float[] taps) {
      this(image, taps, new float[PLACES * FloatTiles.COLUMNS]);
    }
  }

  void compute(ConvolutionCall<float[]> call) {
    this.call = call;
    panels = pack(call.weights, call.weightsOffset, panels);
    if (call.secondWeights != null) {
      secondPanels = pack(call.secondWeights, call.secondWeightsOffset, secondPanels);
    }
    long work = (long) call.examples * shape.outputs() * shape.terms();
    if (workers.length > 1 && work >= FloatProductPlan.PARALLEL_WORK) {
      parallelism.run(call.examples, computing);
    } else {
      for (int e = 0; e < call.examples; e++) {
        compute(e, 0);
      }
    }
    this.call = null;
  }

  /** Where the panel of a group starts whose first lane is this one. */
  private int startOfPanel(int group, int lane) {
    return FloatPanels.ALIGNED + (group * ld + lane) * shape.groupMaps();
  }

  /** Packs Wᵀ, the maps of a group × the lanes of its runs. */
  private float[] pack(float[] weights, int offset, float[] old) {
    int maps = shape.groupMaps();
    int groups = shape.groups();
    int length = Math.multiplyExact(Math.multiplyExact(groups, ld), maps);
    float[] to = FloatPanels.grown(old, FloatPanels.ALIGNED + length + FloatPacking.SLACK);
    for (int group = 0; group < groups; group++) {
      for (int v = 0; v < ld / LANES; v++) {
        int panel = v / 2 * FloatTiles.COLUMNS;
        int width = FloatTiles.columnsAt(panel, ld);
        int within = v % runVectors * LANES;
        int term = v / runVectors * patches.length + within;
        int used = Math.min(LANES, patches.length - within);
        int start = startOfPanel(group, panel) + v % 2 * LANES;
        int from = offset + term * shape.maps() + group * maps;
        FloatPacking.columns(
            weights, from, shape.maps(), maps, used, width, false, false, to, start);
      }
    }
    if (call.square) {
      int start = FloatPanels.ALIGNED;
      ALGEBRA.multiply(length, to, start, to, start, to, start);
    }
    return to;
  }

  private void compute(int example, int index) {
    Worker worker = workers[index];
    int x = call.xOffset + example * shape.inputs();
    worker.image.begin(call.x, x, call.accumulate);
    for (int place = 0; place < shape.places(); place += PLACES) {
      int count = Math.min(PLACES, shape.places() - place);
      int row = example * shape.outputs() + place * shape.maps();
      for (int group = 0; group < shape.groups(); group++) {
        multiply(row + group * shape.groupMaps(), count, group, worker);
        add(place, count, group * shape.groupChannels(), worker);
      }
    }
    worker.image.write(call.x, x);
    int n = shape.inputs();
    if (call.times != null) {
      ALGEBRA.multiply(n, call.x, x, call.times, call.timesOffset + example * n, call.x, x);
    }
    if (call.sweep != null) {
      call.sweep.sweep(example, example + 1, 0, n);
    }
  }

  /** Computes the t of some places in a group, from an index of the signals on. */
  private void multiply(int row, int count, int group, Worker worker) {
    int maps = shape.groupMaps();
    boolean pair = call.secondY != null;
    int width;
    for (int lane = 0; lane < ld; lane += width) {
      width = FloatTiles.columnsAt(lane, ld);
      int rows = width == FloatTiles.COLUMNS ? ROWS : FloatTiles.SHORT_ROWS;
      int start = startOfPanel(group, lane);
      for (int r = 0; r < count; r += rows) {
        int used = Math.min(rows, count - r);
        int at = row + r * shape.maps();
        int t = r * ld + lane;
        float[] first = pair ? worker.tile : worker.taps;
        FloatTiles.multiplyRows(
            rows,
            width,
            maps,
            call.y,
            call.yOffset + at,
            shape.maps(),
            used,
            panels,
            start,
            width,
            first,
            pair ? 0 : t,
            pair ? width : ld,
            null);
        if (pair) {
          FloatTiles.multiplyRows(
              rows,
              width,
              maps,
              call.secondY,
              call.secondYOffset + at,
              shape.maps(),
              used,
              secondPanels,
              start,
              width,
              worker.taps,
              t,
              ld,
              worker.tile);
        }
      }
    }
  }

  /** Adds the t of some places in ascending order. */
  private void add(int place, int count, int channel, Worker worker) {
    int rest = runVectors * LANES - patches.length;
    if (rest > 0) {
      for (int end = runVectors * LANES; end <= count * ld; end += runVectors * LANES) {
        Arrays.fill(worker.taps, end - rest, end, -0f);
      }
    }
    float[] image = worker.image.images;
    for (int r = 0; r < count; r++) {
      int at = channel + patches.places[place + r];
      int t = r * ld;
      for (int run : patches.runs) {
        addRun(worker.taps, t, image, at + run, runVectors);
        t += runVectors * LANES;
      }
    }
  }

  private static void addRun(float[] taps, int t, float[] image, int at, int vectors) {
    for (int i = 0; i < vectors * LANES; i += LANES) {
      FloatVector sum = FloatVector.fromArray(SPECIES, image, at + i);
      sum.add(FloatVector.fromArray(SPECIES, taps, t + i)).intoArray(image, at + i);
    }
  }
}
