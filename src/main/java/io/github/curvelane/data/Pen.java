package io.github.curvelane.data;

import java.util.Arrays;

/**
 * A round pen on a square sheet of pixels. A pixel is inked by its distance to the nearest stroke,
 * with an edge about one pixel wide, so lines are antialiased without sampling.
 */
final class Pen {
  /** The sheet's unit square, strokes included, is this part of the image's side. */
  private static final double MARGIN = 0.04;

  private final int side;
  private final RandomDraws random;
  private final double radius;
  private final double softness;
  private final double pressure;
  private final double noise;
  private final double[] squaredDistance;

  Pen(int side, RandomDraws random) {
    this.side = side;
    this.random = random;
    this.radius = side * random.uniform(0.028, 0.062);
    this.softness = random.uniform(0.8, 1.5);
    this.pressure = random.uniform(0.65, 1);
    this.noise = random.uniform(0, 0.06);
    this.squaredDistance = new double[side * side];
    Arrays.fill(squaredDistance, Double.POSITIVE_INFINITY);
  }

  /** Draws straight lines through points (x₀, y₀, x₁, y₁, …) of the unit square. */
  void draw(double[] points) {
    for (int i = 0; i + 3 < points.length; i += 2) {
      line(pixel(points[i]), pixel(points[i + 1]), pixel(points[i + 2]), pixel(points[i + 3]));
    }
  }

  /** Returns the coordinate in pixels; the middle of pixel i is at i. */
  private double pixel(double unit) {
    return (MARGIN + (1 - 2 * MARGIN) * unit) * side - 0.5;
  }

  private void line(double x0, double y0, double x1, double y1) {
    double reach = radius + softness;
    int left = Math.max(0, (int) Math.ceil(Math.min(x0, x1) - reach));
    int right = Math.min(side - 1, (int) Math.floor(Math.max(x0, x1) + reach));
    int top = Math.max(0, (int) Math.ceil(Math.min(y0, y1) - reach));
    int bottom = Math.min(side - 1, (int) Math.floor(Math.max(y0, y1) + reach));
    double ux = x1 - x0;
    double uy = y1 - y0;
    double length = ux * ux + uy * uy;
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        double px = x - x0;
        double py = y - y0;
        double t = length > 0 ? Math.clamp((px * ux + py * uy) / length, 0, 1) : 0;
        double ex = px - t * ux;
        double ey = py - t * uy;
        int at = y * side + x;
        squaredDistance[at] = Math.min(squaredDistance[at], ex * ex + ey * ey);
      }
    }
  }

  /** Turns distances into ink, adds the noise of the sheet, and writes bytes. */
  void develop(byte[] pixels, int offset) {
    for (int i = 0; i < squaredDistance.length; i++) {
      double edge = radius - Math.sqrt(squaredDistance[i]);
      double ink = pressure * Math.clamp(0.5 + edge / softness, 0, 1);
      double grain = noise * (random.uniform() + random.uniform() - 1);
      pixels[offset + i] = (byte) Math.rint(255 * Math.clamp(ink + grain, 0, 1));
    }
  }
}
