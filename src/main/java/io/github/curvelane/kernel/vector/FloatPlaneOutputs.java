package io.github.curvelane.kernel.vector;

import io.github.curvelane.Parallelism;
import io.github.curvelane.kernel.ConvolutionShape;
import io.github.curvelane.kernel.contract.ConvolutionCall;

/**
 * Outputs of a convolution of few maps, which would leave most lanes idle: the lanes are places
 * instead, in images whose channels are apart. With stride 1 the windows of places side by side are
 * side by side, over the ends of rows too; what is computed there is left out when maps are put
 * together.
 */
final class FloatPlaneOutputs {
  /** What the copy of an output costs, in multiplications of vectors. */
  private static final double COPY = 1.2;

  private final ConvolutionShape shape;
  private final Parallelism parallelism;
  private final Parallelism.Task computing = this::compute;
  private final Worker[] workers;
  private final FloatOutputs outputs;

  /** Elements of a row of a surrounded image's channel, and of the channel. */
  private final int line;

  private final int plane;

  /** Where the terms of a window are, from its first element. */
  private final int[] terms;

  /** Maps of a tile. */
  private final int rows;

  /** Places, those over the ends of rows included, in whole tiles. */
  private final int columns;

  /** For each tile's maps the weights, term by term, and then the bias. */
  private final float[] panels;

  private ConvolutionCall<float[]> call;
  private int examplesPerTask;

  /** Whether this is the faster way. */
  static boolean pays(ConvolutionShape shape) {
    if (shape.groups() != 1 || shape.strideY() != 1 || shape.strideX() != 1) {
      return false;
    }
    int lanes = FloatLanes.LANES;
    int maps = shape.maps();
    int rows = FloatPlaneTiles.rowsFor(maps);
    double vectors = Math.ceilDiv(maps, rows) * rows * (double) columns(shape) / lanes;
    double planes = vectors * shape.terms() + COPY * maps * shape.places();
    return planes < (double) shape.places() * Math.ceilDiv(maps, lanes) * shape.terms();
  }

  private static int columns(ConvolutionShape shape) {
    int line = shape.width() + 2 * shape.paddingX();
    int places = (shape.outputHeight() - 1) * line + shape.outputWidth();
    return Math.ceilDiv(places, FloatPlaneTiles.COLUMNS) * FloatPlaneTiles.COLUMNS;
  }

  FloatPlaneOutputs(ConvolutionShape shape, Parallelism parallelism) {
    this.shape = shape;
    this.parallelism = parallelism;
    this.outputs = new FloatOutputs(shape);
    line = shape.width() + 2 * shape.paddingX();
    plane = (shape.height() + 2 * shape.paddingY()) * line;
    terms = new int[shape.terms()];
    for (int k = 0; k < terms.length; k++) {
      int tap = k / shape.channels();
      int y = tap / shape.windowWidth() * shape.dilationY();
      int x = tap % shape.windowWidth() * shape.dilationX();
      terms[k] = k % shape.channels() * plane + y * line + x;
    }
    rows = FloatPlaneTiles.rowsFor(shape.maps());
    columns = columns(shape);
    int padded = Math.ceilDiv(shape.maps(), rows) * rows;
    panels = new float[Math.multiplyExact(padded, terms.length + 1)];
    workers = new Worker[parallelism.threads()];
    for (int i = 0; i < workers.length; i++) {
      int all = Math.multiplyExact(shape.channels(), plane) + FloatPlaneTiles.COLUMNS;
      workers[i] = new Worker(new float[all], new float[Math.multiplyExact(padded, columns)]);
    }
  }

  /** What one thread needs for itself: the channels of an image, and its maps. */
  private record Worker(float[] image, float[] maps) {}

  void compute(ConvolutionCall<float[]> call) {
    this.call = call;
    pack();
    examplesPerTask = 1;
    long work = (long) call.examples * shape.outputs() * shape.terms();
    if (workers.length > 1 && work >= FloatProductPlan.PARALLEL_WORK) {
      int tasks = FloatProductPlan.TASKS_PER_THREAD * workers.length;
      examplesPerTask = Math.ceilDiv(call.examples, tasks);
      parallelism.run(Math.ceilDiv(call.examples, examplesPerTask), computing);
    } else {
      for (int task = 0; task < call.examples; task++) {
        compute(task, 0);
      }
    }
    this.call = null;
  }

  private void pack() {
    int maps = shape.maps();
    for (int m = 0; m < maps; m++) {
      int panel = m / rows * rows * (terms.length + 1) + m % rows;
      for (int k = 0; k < terms.length; k++) {
        panels[panel + k * rows] = call.weights[call.weightsOffset + k * maps + m];
      }
      boolean biased = call.bias != null && !call.biasPerUnit;
      panels[panel + terms.length * rows] = biased ? call.bias[call.biasOffset + m] : -0f;
    }
  }

  private void compute(int task, int index) {
    Worker worker = workers[index];
    int first = task * examplesPerTask;
    int end = Math.min(first + examplesPerTask, call.examples);
    for (int e = first; e < end; e++) {
      read(call.xOffset + e * shape.inputs(), worker.image);
      for (int m = 0; m < shape.maps(); m += rows) {
        for (int j = 0; j < columns; j += FloatPlaneTiles.COLUMNS) {
          int panel = m * (terms.length + 1);
          int to = m * columns + j;
          FloatPlaneTiles.multiply(
              rows, terms, worker.image, j, panels, panel, worker.maps, to, columns);
        }
      }
      write(worker.maps, call.yOffset + e * shape.outputs());
      outputs.finish(call, e, 1);
    }
  }

  /** Copies the channels of an image into their borders. */
  private void read(int x, float[] image) {
    int channels = shape.channels();
    int width = shape.width();
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < shape.height(); y++) {
        int from = x + y * width * channels + c;
        int to = c * plane + (y + shape.paddingY()) * line + shape.paddingX();
        if (channels == 1) {
          System.arraycopy(call.x, from, image, to, width);
        } else {
          gather(call.x, from, channels, image, to, width);
        }
      }
    }
  }

  private static void gather(float[] x, int from, int stride, float[] image, int to, int count) {
    for (int i = 0; i < count; i++) {
      image[to + i] = x[from + i * stride];
    }
  }

  /** Puts the maps together, place by place; three at a time, as their stores meet in a line. */
  private void write(float[] maps, int y) {
    int count = shape.maps();
    int width = shape.outputWidth();
    for (int row = 0; row < shape.outputHeight(); row++) {
      int to = y + row * width * count;
      int from = row * line;
      int m = 0;
      for (; m <= count - 3; m += 3) {
        scatterThree(maps, from + m * columns, columns, call.y, to + m, count, width);
      }
      for (; m < count; m++) {
        scatter(maps, from + m * columns, call.y, to + m, count, width);
      }
    }
  }

  private static void scatter(float[] maps, int from, float[] y, int to, int stride, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i * stride] = maps[from + i];
    }
  }

  private static void scatterThree(
      float[] maps, int first, int ld, float[] y, int to, int stride, int count) {
    int second = first + ld;
    int third = second + ld;
    for (int i = 0; i < count; i++) {
      int at = to + i * stride;
      y[at] = maps[first + i];
      y[at + 1] = maps[second + i];
      y[at + 2] = maps[third + i];
    }
  }
}
