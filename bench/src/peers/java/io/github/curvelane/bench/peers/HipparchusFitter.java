package io.github.curvelane.bench.peers;

import io.github.curvelane.LeastSquares;
import io.github.curvelane.bench.minimizers.SquaresFitter;
import java.util.Arrays;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresBuilder;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LevenbergMarquardtOptimizer;
import org.hipparchus.optim.nonlinear.vector.leastsquares.ValueAndJacobianFunction;
import org.hipparchus.util.Pair;

/**
 * Hipparchus' Levenberg-Marquardt. Its own tolerances, 1e-10, leave 6 of NIST's 54 fits below six
 * digits, so they are tighter here. Jacobians are computed only when it asks, and residuals, which
 * it asks for twice at each point, once.
 */
public final class HipparchusFitter implements SquaresFitter {
  private static final double TOLERANCE = 1e-15;
  private static final int MOST_EVALUATIONS = 100_000;

  /** Creates the fitter. */
  public HipparchusFitter() {}

  @Override
  public String name() {
    return "Hipparchus";
  }

  @Override
  public double[] fit(LeastSquares<double[]> problem, double[] start) {
    return new LevenbergMarquardtOptimizer()
        .withCostRelativeTolerance(TOLERANCE)
        .withParameterRelativeTolerance(TOLERANCE)
        .withOrthoTolerance(TOLERANCE)
        .optimize(
            new LeastSquaresBuilder()
                .model(new Model(problem))
                .target(new double[problem.residuals()])
                .start(start)
                .lazyEvaluation(true)
                .checker(null)
                .maxEvaluations(MOST_EVALUATIONS)
                .maxIterations(MOST_EVALUATIONS)
                .build())
        .getPoint()
        .toArray();
  }

  /** The residuals as a model of zeros. */
  private static final class Model implements ValueAndJacobianFunction {
    private final LeastSquares<double[]> problem;
    private final double[] rows;
    private double[] last = {};
    private RealVector atLast = new ArrayRealVector();

    Model(LeastSquares<double[]> problem) {
      this.problem = problem;
      this.rows = new double[problem.residuals() * problem.dimension()];
    }

    @Override
    public Pair<RealVector, RealMatrix> value(RealVector point) {
      double[] theta = point.toArray();
      return new Pair<>(computeValue(theta), computeJacobian(theta));
    }

    @Override
    public RealVector computeValue(double[] theta) {
      if (!Arrays.equals(theta, last)) {
        double[] residuals = new double[problem.residuals()];
        problem.residuals(theta, residuals);
        last = theta;
        atLast = new ArrayRealVector(residuals, false);
      }
      return atLast;
    }

    @Override
    public RealMatrix computeJacobian(double[] theta) {
      if (!Arrays.equals(theta, last)) {
        throw new IllegalStateException("the Jacobian of another point than the last");
      }
      int n = problem.dimension();
      int m = problem.residuals();
      problem.jacobianRows(theta, 0, m, rows);
      double[][] matrix = new double[m][];
      for (int i = 0; i < m; i++) {
        matrix[i] = Arrays.copyOfRange(rows, i * n, (i + 1) * n);
      }
      return new Array2DRowRealMatrix(matrix, false);
    }
  }
}
