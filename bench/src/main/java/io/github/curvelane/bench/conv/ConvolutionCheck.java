package io.github.curvelane.bench.conv;

import io.github.curvelane.kernel.ConvolutionShape;
import java.util.SplittableRandom;

/** Single elements of a convolution by their definition, in double precision. */
final class ConvolutionCheck {
  private static final double UNIT_ROUNDOFF = 0x1p-24;

  private final ConvolutionTask task;
  private final ConvolutionShape shape;
  private final float[] images;
  private final float[] weights;
  private final float[] signal;

  private double sum;
  private double absolute;
  private int terms;

  ConvolutionCheck(ConvolutionTask task) {
    this.task = task;
    this.shape = task.shape();
    this.images = task.drawImages();
    this.weights = task.drawWeights();
    this.signal = task.drawSignal();
  }

  /** Returns the largest error of some elements over the bound of their rounding. */
  double error(ConvolutionTask.Operation operation, float[] result, int elements) {
    SplittableRandom random = new SplittableRandom(7);
    double worst = 0;
    for (int k = 0; k < elements; k++) {
      int at = random.nextInt(result.length);
      sum = 0;
      absolute = 0;
      terms = 0;
      switch (operation) {
        case FORWARD -> output(at);
        case INPUT_GRADIENT -> inputGradient(at);
        case WEIGHT_GRADIENT -> weightGradient(at);
      }
      double bound = (terms + 1) * UNIT_ROUNDOFF * absolute;
      worst = Math.max(worst, Math.abs(result[at] - sum) / bound);
    }
    return worst;
  }

  private void add(float a, float b) {
    double term = (double) a * b;
    sum += term;
    absolute += Math.abs(term);
    terms++;
  }

  private void output(int at) {
    int map = at % shape.maps();
    int place = at / shape.maps();
    int x = place % shape.outputWidth();
    int y = place / shape.outputWidth() % shape.outputHeight();
    int image = place / shape.places();
    for (int i = 0; i < shape.windowHeight(); i++) {
      for (int j = 0; j < shape.windowWidth(); j++) {
        int row = y + i - shape.paddingY();
        int column = x + j - shape.paddingX();
        for (int c = 0; c < shape.channels() && isInside(row, column); c++) {
          add(images[pixel(image, row, column, c)], weights[weight(i, j, c, map)]);
        }
      }
    }
  }

  private void inputGradient(int at) {
    int c = at % shape.channels();
    int pixel = at / shape.channels();
    int column = pixel % shape.width();
    int row = pixel / shape.width() % shape.height();
    int image = pixel / (shape.width() * shape.height());
    for (int i = 0; i < shape.windowHeight(); i++) {
      for (int j = 0; j < shape.windowWidth(); j++) {
        int y = row + shape.paddingY() - i;
        int x = column + shape.paddingX() - j;
        if (y >= 0 && y < shape.outputHeight() && x >= 0 && x < shape.outputWidth()) {
          for (int map = 0; map < shape.maps(); map++) {
            add(signal[unit(image, y, x, map)], weights[weight(i, j, c, map)]);
          }
        }
      }
    }
  }

  private void weightGradient(int at) {
    int map = at % shape.maps();
    int tap = at / shape.maps();
    int c = tap % shape.channels();
    int j = tap / shape.channels() % shape.windowWidth();
    int i = tap / shape.channels() / shape.windowWidth();
    for (int image = 0; image < task.batch(); image++) {
      for (int y = 0; y < shape.outputHeight(); y++) {
        for (int x = 0; x < shape.outputWidth(); x++) {
          int row = y + i - shape.paddingY();
          int column = x + j - shape.paddingX();
          if (isInside(row, column)) {
            add(images[pixel(image, row, column, c)], signal[unit(image, y, x, map)]);
          }
        }
      }
    }
  }

  private boolean isInside(int row, int column) {
    return row >= 0 && row < shape.height() && column >= 0 && column < shape.width();
  }

  private int pixel(int image, int row, int column, int c) {
    return ((image * shape.height() + row) * shape.width() + column) * shape.channels() + c;
  }

  private int unit(int image, int y, int x, int map) {
    return ((image * shape.outputHeight() + y) * shape.outputWidth() + x) * shape.maps() + map;
  }

  private int weight(int i, int j, int c, int map) {
    return ((i * shape.windowWidth() + j) * shape.channels() + c) * shape.maps() + map;
  }
}
