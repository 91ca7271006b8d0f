package io.github.curvelane.nn;

import java.util.List;

/**
 * Windows with weights of their own, W and then b in θ: at each place a dense layer of the window,
 * run by run of neighbouring elements, read where it is in the surrounded images. A run continues
 * the chains of those before.
 */
final class LocallyConnectedMap<A> extends LinearMap<A> {
  private final ImageShape image;
  private final ImageShape output;
  private final Window window;
  private final int biases;
  private final boolean hasBiases;

  /** Elements of a row of a surrounded image, and of the whole. */
  private final int line;

  private final int surrounded;

  /** The elements of a run, and how many of them a window's row has. */
  private final int length;

  private final int runsOfRow;

  /** Surrounded images, and those that tap sums are added to: their borders do not mix. */
  private A images;

  private A sums;

  /** The products of a run at a place, a row an example. */
  private A taps;

  LocallyConnectedMap(Site<A> site, LocallyConnected layer) {
    super(site, layer);
    this.image = layer.inputShape();
    this.output = layer.outputShape();
    this.window = layer.window();
    this.hasBiases = layer.isBiased();
    int channels = image.channels();
    this.biases = window.elements() * channels * outputs;
    this.line = (image.width() + 2 * window.paddingX()) * channels;
    this.surrounded = (image.height() + 2 * window.paddingY()) * line;
    boolean joined = window.dilationX() == 1;
    this.length = joined ? window.width() * channels : channels;
    this.runsOfRow = joined ? 1 : window.width();
    this.images = precision.newArray(0);
    this.sums = precision.newArray(0);
    this.taps = precision.newArray(0);
  }

  private int runs() {
    return window.height() * runsOfRow;
  }

  /** Where a run of a place starts in a surrounded image. */
  private int at(int place, int run) {
    int y = place / output.width() * window.strideY() + run / runsOfRow * window.dilationY();
    int x = place % output.width() * window.strideX() + run % runsOfRow * window.dilationX();
    return y * line + x * image.channels();
  }

  /** The index, from the first parameter, of the weights of a run at a place. */
  private int weights(int place, int run) {
    return run * length * outputs + place * output.channels();
  }

  private A grown(A array, int rows, int elements) {
    int size = Math.multiplyExact(rows, elements);
    return precision.length(array) < size ? precision.newArray(size) : array;
  }

  /** Copies images between an array and the surrounded ones. */
  private void copy(A plain, int start, int rows, A around, boolean inwards) {
    int n = image.width() * image.channels();
    for (int row = 0; row < rows * image.height(); row++) {
      int y = row % image.height() + window.paddingY();
      int inside =
          row / image.height() * surrounded + y * line + window.paddingX() * image.channels();
      if (inwards) {
        precision.copy(plain, start + row * n, around, inside, n);
      } else {
        precision.copy(around, inside, plain, start + row * n, n);
      }
    }
  }

  private void surround(A x, int xOffset, int rows) {
    images = grown(images, rows, surrounded);
    copy(x, xOffset, rows, images, true);
  }

  @Override
  void apply(A theta, boolean biased, A x, int xOffset, int rows, Destination<A> to) {
    surround(x, xOffset, rows);
    A y = to.array();
    int maps = output.channels();
    for (int place = 0; place < output.places(); place++) {
      int start = to.start() + place * maps;
      for (int run = 0; run < runs(); run++) {
        product.a(images, at(place, run), surrounded);
        product.b(theta, offset + weights(place, run), outputs).c(y, start, outputs);
        if (run > 0 || to.adds()) {
          product.accumulate();
        }
        if (biased && hasBiases && run == runs() - 1) {
          product.bias(theta, offset + biases + place * maps);
        }
        product.multiply(rows, maps, length);
      }
    }
    to.written();
  }

  @Override
  void applyTransposed(A theta, boolean squared, A u, int uOffset, int rows, Destination<A> to) {
    addTaps(theta, squared, u, uOffset, null, null, rows, to);
  }

  /** The second product continues the chains over maps, before they are added. */
  @Override
  void applyTransposedTangent(
      A theta, List<A> directions, A u, A delta, int rows, Destination<A> to) {
    for (int k = 0; k < directions.size(); k++) {
      to.direction(k, false);
      addTaps(theta, false, u, k * rows * outputs, directions.get(k), delta, rows, to);
    }
  }

  private void addTaps(
      A theta,
      boolean squared,
      A u,
      int uOffset,
      A direction,
      A delta,
      int rows,
      Destination<A> to) {
    sums = grown(sums, rows, surrounded);
    taps = grown(taps, rows, length);
    if (to.adds()) {
      copy(to.array(), to.start(), rows, sums, true);
    } else {
      precision.fill(sums, 0, rows * surrounded, 0);
    }
    int maps = output.channels();
    for (int place = 0; place < output.places(); place++) {
      for (int run = 0; run < runs(); run++) {
        int at = offset + weights(place, run);
        product.a(u, uOffset + place * maps, outputs).bTransposed(theta, at, outputs);
        if (squared) {
          product.squareB();
        }
        product.c(taps, 0, length).multiply(rows, length, maps);
        if (direction != null) {
          product.a(delta, place * maps, outputs).bTransposed(direction, at, outputs);
          product.c(taps, 0, length).accumulate().multiply(rows, length, maps);
        }
        for (int p = 0; p < rows; p++) {
          int into = p * surrounded + at(place, run);
          algebra.add(length, sums, into, taps, p * length, sums, into);
        }
      }
    }
    copy(to.array(), to.start(), rows, sums, false);
    to.written();
  }

  @Override
  void weightGradient(
      A x,
      int xOffset,
      boolean squared,
      A u,
      int uOffset,
      int rows,
      boolean accumulate,
      A sum,
      int at) {
    surround(x, xOffset, rows);
    int maps = output.channels();
    for (int place = 0; place < output.places(); place++) {
      for (int run = 0; run < runs(); run++) {
        product.aTransposed(images, at(place, run), surrounded);
        product.b(u, uOffset + place * maps, outputs);
        if (squared) {
          product.squareA();
        }
        if (accumulate) {
          product.accumulate();
        }
        product.c(sum, at + weights(place, run), outputs).multiply(length, maps, rows);
      }
    }
  }

  @Override
  void biasGradient(A u, int uOffset, int rows, A sum, int at) {
    if (hasBiases) {
      algebra.columnSums(rows, outputs, u, uOffset, outputs, sum, at + biases);
    }
  }
}
