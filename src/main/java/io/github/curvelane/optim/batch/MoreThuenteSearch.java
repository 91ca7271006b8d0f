package io.github.curvelane.optim.batch;

/**
 * Searches as {@link MoreThuente} says. x is the end of the interval with the least value of the
 * function that is minimized, y the other; the interval is (x, y) once a minimizer is bracketed.
 */
final class MoreThuenteSearch extends StepSearch {
  /** The interval must shorten to this part in two trials, or is halved. */
  private static final double SHORTENING = 0.66;

  private final double c1;

  private double x;
  private double fx;
  private double gx;
  private double y;
  private double fy;
  private double gy;
  private boolean bracketed;

  MoreThuenteSearch(MoreThuente description) {
    super(description.c1(), description.c2());
    c1 = description.c1();
  }

  @Override
  Outcome seek(double first) {
    x = 0;
    fx = startValue();
    gx = startSlope();
    y = 0;
    fy = fx;
    gy = gx;
    bracketed = false;
    double limit = first * GROWTH;
    double ceiling = Double.POSITIVE_INFINITY;
    double width = Double.POSITIVE_INFINITY;
    double widthBefore = Double.POSITIVE_INFINITY;
    boolean auxiliary = true;
    double step = first;
    while (mayTry()) {
      if (!attempt(step)) {
        ceiling = Math.min(ceiling, step);
        step = x + 0.1 * (step - x);
        if (step == x) {
          break;
        }
        continue;
      }
      if (isFlat() && (decreases() || meetsApproximately())) {
        return found();
      }
      keepIfLower();
      if (t >= limit && decreases()) {
        return Outcome.UNBOUNDED;
      }
      if (auxiliary && decreases() && slope >= 0) {
        auxiliary = false;
      }
      double before = x;
      double f = toldApart();
      if (auxiliary && f <= fx && !decreases()) {
        // Only ψ(t) = φ(t) − c₁tφ′(0) is sure to have a minimizer between.
        double c = c1 * startSlope();
        fx -= c * x;
        gx -= c;
        fy -= c * y;
        gy -= c;
        step = advance(f - c * t, slope - c);
        fx += c * x;
        gx += c;
        fy += c * y;
        gy += c;
      } else {
        step = advance(f, slope);
      }
      if (bracketed) {
        double now = Math.abs(y - x);
        if (now >= SHORTENING * widthBefore) {
          step = x + 0.5 * (y - x);
        }
        widthBefore = width;
        width = now;
        if (step == x || step == y || !(now > 0)) {
          break;
        }
      } else {
        step = Math.min(step, limit);
        if (step >= ceiling) {
          step = x + 0.5 * (ceiling - x);
        }
        if (step == before || step == x) {
          break;
        }
      }
    }
    return giveUp();
  }

  /**
   * φ of the trial; if it differs from that of x by rounding alone, what the mean of both slopes
   * says that it is.
   */
  private double toldApart() {
    return Math.abs(value - fx) <= noise() ? fx + (t - x) * (0.5 * (gx + slope)) : value;
  }

  /** Takes the trial t with value f and slope g into the interval, and returns the next. */
  private double advance(double f, double g) {
    double next;
    boolean opposite = g < 0 != gx < 0;
    double d = t - x;
    if (f > fx) {
      // A higher value: the minimizer is between. The cubic step if it is nearer to x than the
      // quadratic one, else their mean.
      double cubic = Cubic.minimizer(x, fx, gx, t, f, g);
      double quadratic = x + gx / ((fx - f) / d + gx) / 2 * d;
      next =
          Math.abs(cubic - x) < Math.abs(quadratic - x) ? cubic : cubic + (quadratic - cubic) / 2;
      bracketed = true;
    } else if (opposite) {
      // A lower value and slopes of opposite sign: the minimizer is between. The cubic step or the
      // secant step, whichever is farther from t.
      double cubic = Cubic.minimizer(x, fx, gx, t, f, g);
      double secant = t + g / (g - gx) * (x - t);
      next = Math.abs(cubic - t) > Math.abs(secant - t) ? cubic : secant;
      bracketed = true;
    } else if (Math.abs(g) < Math.abs(gx)) {
      next = extrapolate(f, g);
    } else if (bracketed) {
      // A lower value and a slope of the same sign that is not smaller.
      next = Cubic.minimizer(y, fy, gy, t, f, g);
    } else {
      next = t + 4 * d;
    }
    if (f > fx) {
      y = t;
      fy = f;
      gy = g;
    } else {
      if (opposite) {
        y = x;
        fy = fx;
        gy = gx;
      }
      x = t;
      fx = f;
      gx = g;
    }
    return next;
  }

  /**
   * The step after a lower value and a smaller slope of the same sign: the cubic step only if the
   * cubic tends to infinity in the direction of the step and its minimizer lies beyond t.
   */
  private double extrapolate(double f, double g) {
    double theta = 3 * (fx - f) / (t - x) + gx + g;
    double gamma = Cubic.root(theta, gx, g);
    if (t > x) {
      gamma = -gamma;
    }
    double p = (gamma - g) + theta;
    double r = p / ((gamma + (gx - g)) + gamma);
    double farthest = t + 4 * (t - x);
    double cubic;
    if (r < 0 && gamma != 0) {
      cubic = t + r * (x - t);
    } else if (bracketed) {
      cubic = t > x ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    } else {
      cubic = farthest;
    }
    double secant = t + g / (g - gx) * (x - t);
    if (bracketed) {
      // The nearer of both, and not beyond two thirds of the way to y.
      double next = Math.abs(cubic - t) < Math.abs(secant - t) ? cubic : secant;
      double most = t + SHORTENING * (y - t);
      return t > x ? Math.min(most, next) : Math.max(most, next);
    }
    double next = Math.abs(cubic - t) > Math.abs(secant - t) ? cubic : secant;
    return Math.max(t + 1.1 * (t - x), Math.min(farthest, next));
  }
}
