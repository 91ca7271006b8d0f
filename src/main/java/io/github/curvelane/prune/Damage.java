package io.github.curvelane.prune;

import io.github.curvelane.Linearizable;
import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.internal.ParameterVectors;
import java.util.Objects;

/** What the saliencies share that are made of second derivatives. */
final class Damage {
  private Damage() {}

  /** Copies θ to doubles; refuses one that is not of the objective or not finite. */
  static <A> double[] parameters(Objective<A> objective, A theta) {
    Objects.requireNonNull(objective, "objective");
    Objects.requireNonNull(theta, "theta");
    Precision<A> precision = objective.precision();
    int n = objective.dimension();
    ParameterVectors.requireFinite("theta", precision, n, theta);
    return precision.toDoubles(theta);
  }

  static IllegalArgumentException lacks(Saliency saliency, Objective<?> objective, String what) {
    return new IllegalArgumentException(
        "%s needs %s, but the objective, %s, does not have it"
            .formatted(saliency, what, objective));
  }

  /** Keeps θ, and makes an array for its second derivatives. */
  static <A> A keep(Linearizable<A> objective, A theta) {
    A diagonal = objective.precision().newArray(objective.dimension());
    objective.keep(theta, diagonal);
    return diagonal;
  }

  /** h·w²/2, in place of w. */
  static double[] of(double[] h, double[] w) {
    for (int i = 0; i < w.length; i++) {
      w[i] = h[i] * w[i] * w[i] * 0.5;
    }
    return w;
  }
}
