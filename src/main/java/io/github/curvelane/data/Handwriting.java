package io.github.curvelane.data;

/**
 * One person's hand in one moment: an affine map about the middle of the unit square (stretch,
 * slant, rotation, shift) after a smooth elastic displacement, both drawn at random.
 */
final class Handwriting {
  /** Knots of the displacement field along each side of the square. */
  private static final int KNOTS = 4;

  private static final double ELASTICITY = 0.04;
  private static final double ROTATION = 0.22;
  private static final double SLANT = 0.3;
  private static final double SHIFT = 0.09;
  private static final double SMALLEST = 0.62;
  private static final double LARGEST = 1.02;

  private final double[] field = new double[2 * KNOTS * KNOTS];
  private final double xx;
  private final double xy;
  private final double yx;
  private final double yy;
  private final double dx;
  private final double dy;

  Handwriting(RandomDraws random) {
    for (int i = 0; i < field.length; i++) {
      field[i] = ELASTICITY * random.gaussian();
    }
    double angle = random.uniform(-ROTATION, ROTATION);
    double slant = random.uniform(-SLANT, SLANT);
    double width = random.uniform(SMALLEST, LARGEST);
    double height = random.uniform(0.8 * SMALLEST + 0.2 * LARGEST, LARGEST);
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    xx = cos * width;
    xy = (-cos * slant - sin) * height;
    yx = sin * width;
    yy = (cos - sin * slant) * height;
    dx = 0.5 + random.uniform(-SHIFT, SHIFT);
    dy = 0.5 + random.uniform(-SHIFT, SHIFT);
  }

  /** Returns the points of a stroke (x₀, y₀, x₁, y₁, …) as this hand writes them. */
  double[] write(double[] stroke) {
    double[] written = new double[stroke.length];
    for (int i = 0; i < stroke.length; i += 2) {
      double x = stroke[i] + displacement(stroke[i], stroke[i + 1], 0) - 0.5;
      double y = stroke[i + 1] + displacement(stroke[i], stroke[i + 1], 1) - 0.5;
      written[i] = xx * x + xy * y + dx;
      written[i + 1] = yx * x + yy * y + dy;
    }
    return written;
  }

  /** Interpolates the field between its knots, with a slope of zero at each. */
  private double displacement(double x, double y, int component) {
    double u = Math.clamp(x, 0, 1) * (KNOTS - 1);
    double v = Math.clamp(y, 0, 1) * (KNOTS - 1);
    int column = Math.min((int) u, KNOTS - 2);
    int row = Math.min((int) v, KNOTS - 2);
    double s = ease(u - column);
    double t = ease(v - row);
    int at = 2 * (row * KNOTS + column) + component;
    int below = at + 2 * KNOTS;
    double upper = field[at] + s * (field[at + 2] - field[at]);
    double lower = field[below] + s * (field[below + 2] - field[below]);
    return upper + t * (lower - upper);
  }

  private static double ease(double t) {
    return t * t * (3 - 2 * t);
  }
}
