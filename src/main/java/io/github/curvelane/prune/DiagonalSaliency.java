package io.github.curvelane.prune;

import io.github.curvelane.CurvatureDiagonals;
import io.github.curvelane.Diagonal;
import io.github.curvelane.Objective;

/** h·w²/2 by one of the library's diagonals. */
record DiagonalSaliency(Diagonal diagonal) implements Saliency {
  @Override
  public <A> double[] of(Objective<A> objective, A theta) {
    double[] w = Damage.parameters(objective, theta);
    if (!(objective instanceof CurvatureDiagonals<A> curvature)) {
      throw Damage.lacks(this, objective, "CurvatureDiagonals");
    }
    if (!curvature.diagonals().contains(diagonal)) {
      throw Damage.lacks(this, objective, diagonal + " among " + curvature.diagonals());
    }
    A h = Damage.keep(curvature, theta);
    curvature.diagonal(diagonal, h);
    return Damage.of(objective.precision().toDoubles(h), w);
  }

  @Override
  public String toString() {
    return "brainDamage(" + diagonal + ")";
  }
}
