package io.github.curvelane.kernel.vector;

import io.github.curvelane.Parallelism;
import io.github.curvelane.kernel.ConvolutionShape;
import io.github.curvelane.kernel.contract.ConvolutionCall;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Gradients by images of a convolution: for some places at a time the products t of their signals
 * with the terms of a run, which are then added to a copy of the image with its border. The runs of
 * a window come in descending order: what reaches an element by a later run is from an earlier
 * place. A run of t fills whole vectors; behind its end it has −0, which adds nothing. Threads
 * share the examples.
 */
final class FloatTapSums {
  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
  private static final int LANES = FloatLanes.LANES;
  private static final FloatVectorAlgebra ALGEBRA = FloatVectorAlgebra.INSTANCE;

  /** Elements of t that stay in the first-level cache. */
  private static final int ELEMENTS = (12 << 10) / Float.BYTES;

  private final ConvolutionShape shape;
  private final Patches patches;
  private final Parallelism parallelism;
  private final Parallelism.Task computing = this::compute;
  private final Worker[] workers;

  /** Lanes of a run, whole vectors. */
  private final int ld;

  /** Output columns of a block. */
  private final int columns;

  /** Output rows of a block; one, where a block has not all columns. */
  private final int lines;

  /** Whether a run is three neighbouring pixels of whole vectors, and the next one's is one on. */
  private final boolean threeOfPixels;

  private float[] panels = {};
  private float[] secondPanels = {};
  private ConvolutionCall<float[]> call;

  FloatTapSums(ConvolutionShape shape, Patches patches, Parallelism parallelism) {
    this.shape = shape;
    this.patches = patches;
    this.parallelism = parallelism;
    ld = Math.ceilDiv(patches.length, LANES) * LANES;
    int most = Math.max(FloatTiles.ROWS, ELEMENTS / ld);
    columns = FloatBlocking.equalParts(shape.outputWidth(), most, 1);
    boolean whole = columns == shape.outputWidth();
    lines = whole ? Math.clamp(most / columns, 1, shape.outputHeight()) : 1;
    boolean three = shape.windowWidth() == 3 && patches.length == 3 * shape.channels();
    threeOfPixels = three && shape.strideX() == 1 && shape.channels() % LANES == 0;
    workers = new Worker[parallelism.threads()];
    for (int i = 0; i < workers.length; i++) {
      int rows = lines * columns + FloatTiles.ROWS;
      float[] taps = new float[Math.multiplyExact(rows, ld)];
      workers[i] = new Worker(new FloatSurrounding(shape, patches), taps);
    }
  }

  /** What one thread needs for itself. */
  private record Worker(FloatSurrounding image, float[] taps, float[] tile) {
    Worker(FloatSurrounding image, float[] taps) {
      this(image, taps, new float[FloatTiles.ROWS * FloatTiles.COLUMNS]);
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

  /** Where the panel of a group's run starts whose first lane is this one. */
  private int startOfPanel(int group, int run, int lane) {
    int lanes = (group * patches.runs.length + run) * ld + lane;
    return FloatPanels.ALIGNED + lanes * patches.groupMaps;
  }

  /** Packs Wᵀ, for each run the maps of a group × the lanes of the run. */
  private float[] pack(float[] weights, int offset, float[] old) {
    if (patches.depthwise) {
      return copy(weights, offset, old);
    }
    int maps = patches.groupMaps;
    int runs = patches.runs.length;
    int lanes = Math.multiplyExact(Math.multiplyExact(patches.groups, runs), ld);
    int length = Math.multiplyExact(lanes, maps);
    float[] to = FloatPanels.grown(old, FloatPanels.ALIGNED + length + FloatPacking.SLACK);
    for (int group = 0; group < patches.groups; group++) {
      for (int run = 0; run < runs; run++) {
        for (int lane = 0; lane < ld; lane += LANES) {
          int panel = lane / FloatTiles.COLUMNS * FloatTiles.COLUMNS;
          int width = FloatTiles.columnsAt(panel, ld);
          int used = Math.min(LANES, patches.length - lane);
          int start = startOfPanel(group, run, panel) + lane - panel;
          int term = run * patches.length + lane;
          int from = offset + term * shape.maps() + group * maps;
          FloatPacking.columns(
              weights, from, shape.maps(), maps, used, width, false, false, to, start);
        }
      }
    }
    if (call.square) {
      int start = FloatPanels.ALIGNED;
      ALGEBRA.multiply(length, to, start, to, start, to, start);
    }
    return to;
  }

  /** Copies W of a depthwise convolution, elements of a window × channels. */
  private float[] copy(float[] weights, int offset, float[] old) {
    float[] to = FloatPanels.grown(old, shape.weights());
    System.arraycopy(weights, offset, to, 0, shape.weights());
    if (call.square) {
      ALGEBRA.multiply(shape.weights(), to, 0, to, 0, to, 0);
    }
    return to;
  }

  private void compute(int example, int index) {
    Worker worker = workers[index];
    int x = call.xOffset + example * shape.inputs();
    worker.image.begin(call.x, x, call.accumulate);
    for (int line = 0; line < shape.outputHeight(); line += lines) {
      int count = Math.min(lines, shape.outputHeight() - line);
      for (int column = 0; column < shape.outputWidth(); column += columns) {
        int place = line * shape.outputWidth() + column;
        add(example, place, count, Math.min(columns, shape.outputWidth() - column), worker);
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

  /** Adds the t of a block of places. */
  private void add(int example, int place, int lines, int columns, Worker worker) {
    int row = example * shape.outputs() + place * shape.maps();
    float[] image = worker.image.images;
    if (patches.depthwise) {
      for (int run = patches.runs.length - 1; run >= 0; run--) {
        addChannels(row, place, lines * columns, run, image);
      }
      return;
    }
    for (int group = 0; group < patches.groups; group++) {
      for (int run = patches.runs.length - 1; run >= 0; run--) {
        multiply(row + group * patches.groupMaps, lines * columns, group, run, worker);
        clearRest(worker.taps, lines * columns);
        int at = group * patches.groupChannels + patches.runs[run];
        if (threeOfPixels) {
          addThree(worker.taps, ld, image, at, patches.places, place, lines, columns);
        } else if (ld == 2 * LANES) {
          addTwo(worker.taps, image, at, patches.places, place, lines, columns);
        } else {
          add(worker.taps, ld, image, at, patches.places, place, lines, columns);
        }
      }
    }
  }

  /** Computes the t of some places in a run of a group, from an index of the signals on. */
  private void multiply(int row, int count, int group, int run, Worker worker) {
    int maps = patches.groupMaps;
    boolean pair = call.secondY != null;
    int width;
    for (int lane = 0; lane < ld; lane += width) {
      width = FloatTiles.columnsAt(lane, ld);
      int start = startOfPanel(group, run, lane);
      int rows;
      for (int r = 0; r < count; r += rows) {
        rows = FloatTiles.rowsInPlaceAt(r, count, width, width);
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

  private void clearRest(float[] taps, int rows) {
    for (int lane = patches.length; lane < ld; lane++) {
      for (int t = lane; t < rows * ld; t += ld) {
        taps[t] = -0f;
      }
    }
  }

  /**
   * Adds the t of some lines, column by column: the elements of neighbouring places overlap, and a
   * load waits for stores that it is parts of.
   */
  private static void add(
      float[] taps,
      int ld,
      float[] image,
      int at,
      int[] places,
      int first,
      int lines,
      int columns) {
    for (int column = 0; column < columns; column++) {
      for (int line = 0; line < lines; line++) {
        int row = line * columns + column;
        int from = row * ld;
        int to = at + places[first + row];
        for (int i = 0; i < ld; i += LANES) {
          FloatVector sum = FloatVector.fromArray(SPECIES, image, to + i);
          sum.add(FloatVector.fromArray(SPECIES, taps, from + i)).intoArray(image, to + i);
        }
      }
    }
  }

  /** The same pixel by pixel, each of which up to three places in a line reach. */
  private static void addThree(
      float[] taps,
      int ld,
      float[] image,
      int at,
      int[] places,
      int first,
      int lines,
      int columns) {
    int pixel = ld / 3;
    int next = ld - pixel;
    for (int line = 0; line < lines; line++) {
      int row = line * columns;
      int to = at + places[first + row];
      // From the last term of the pixel's first place the next place's is so far away.
      int t = row * ld;
      for (int j = 0; j < columns + 2; j++) {
        int from = t + (j < 2 ? j * pixel : 2 * pixel + (j - 2) * ld);
        int count = Math.min(Math.min(3, columns), Math.min(j + 1, columns + 2 - j));
        if (count == 3) {
          addThree(taps, from, next, image, to, pixel);
        } else {
          for (int k = 0; k < count; k++) {
            add(taps, from + k * next, image, to, pixel);
          }
        }
        to += pixel;
      }
    }
  }

  private static void addThree(
      float[] taps, int from, int next, float[] image, int to, int length) {
    for (int i = 0; i < length; i += LANES) {
      FloatVector sum = FloatVector.fromArray(SPECIES, image, to + i);
      sum = sum.add(FloatVector.fromArray(SPECIES, taps, from + i));
      sum = sum.add(FloatVector.fromArray(SPECIES, taps, from + next + i));
      sum = sum.add(FloatVector.fromArray(SPECIES, taps, from + 2 * next + i));
      sum.intoArray(image, to + i);
    }
  }

  private static void add(float[] taps, int from, float[] image, int to, int length) {
    for (int i = 0; i < length; i += LANES) {
      FloatVector sum = FloatVector.fromArray(SPECIES, image, to + i);
      sum.add(FloatVector.fromArray(SPECIES, taps, from + i)).intoArray(image, to + i);
    }
  }

  /** The same with two vectors a run. */
  private static void addTwo(
      float[] taps, float[] image, int at, int[] places, int first, int lines, int columns) {
    for (int column = 0; column < columns; column++) {
      for (int line = 0; line < lines; line++) {
        int row = line * columns + column;
        int from = row * 2 * LANES;
        int to = at + places[first + row];
        FloatVector a = FloatVector.fromArray(SPECIES, image, to);
        FloatVector b = FloatVector.fromArray(SPECIES, image, to + LANES);
        a = a.add(FloatVector.fromArray(SPECIES, taps, from));
        b = b.add(FloatVector.fromArray(SPECIES, taps, from + LANES));
        a.intoArray(image, to);
        b.intoArray(image, to + LANES);
      }
    }
  }

  /** Adds the t of some places of a depthwise convolution, one multiplication each. */
  private void addChannels(int row, int place, int count, int tap, float[] image) {
    int channels = shape.channels();
    int w = tap * channels;
    for (int r = 0; r < count; r++) {
      int to = patches.places[place + r] + patches.runs[tap];
      int u = row + r * channels;
      if (call.secondY == null) {
        addProducts(channels, call.y, call.yOffset + u, panels, w, image, to);
      } else {
        addPairs(channels, call, u, panels, secondPanels, w, image, to);
      }
    }
  }

  private static void addProducts(
      int n, float[] u, int uOffset, float[] w, int wOffset, float[] image, int to) {
    FloatVector zero = FloatVector.zero(SPECIES);
    int c = 0;
    for (; c <= n - LANES; c += LANES) {
      FloatVector t = FloatVector.fromArray(SPECIES, u, uOffset + c);
      t = t.fma(FloatVector.fromArray(SPECIES, w, wOffset + c), zero);
      t.add(FloatVector.fromArray(SPECIES, image, to + c)).intoArray(image, to + c);
    }
    for (; c < n; c++) {
      image[to + c] += Math.fma(u[uOffset + c], w[wOffset + c], 0f);
    }
  }

  private static void addPairs(
      int n,
      ConvolutionCall<float[]> call,
      int row,
      float[] w,
      float[] secondW,
      int wOffset,
      float[] image,
      int to) {
    int first = call.yOffset + row;
    int second = call.secondYOffset + row;
    for (int c = 0; c < n; c++) {
      float t = Math.fma(call.y[first + c], w[wOffset + c], 0f);
      image[to + c] += Math.fma(call.secondY[second + c], secondW[wOffset + c], t);
    }
  }
}
