package io.github.curvelane.bench.minimizers;

import io.github.curvelane.LeastSquares;
import io.github.curvelane.curvature.LeastSquaresObjective;
import io.github.curvelane.optim.batch.Minimizer;

/**
 * A minimizer of this library on E = ½‖r‖².
 *
 * @param name what it is called in tables
 * @param minimizer the method with its settings
 */
public record MinimizerFitter(String name, Minimizer minimizer) implements SquaresFitter {
  @Override
  public double[] fit(LeastSquares<double[]> problem, double[] start) {
    double[] theta = start.clone();
    minimizer.minimize(new LeastSquaresObjective<>(problem), theta);
    return theta;
  }
}
