import io.github.curvelane.LeastSquares;
import io.github.curvelane.Precision;
import io.github.curvelane.curvature.LeastSquaresObjective;

/** Three points of a saturating curve, a sum of squares of two parameters. */
class CurveFixture extends Fixture {
  final double[] theta = {500, 0.0001};
  final LeastSquares<double[]> curve = new Saturation();
  final LeastSquaresObjective<double[]> objective = new LeastSquaresObjective<>(curve);

  /** y = a(1 − e^(−bx)) at five points. */
  static final class Saturation implements LeastSquares<double[]> {
    private final double[] x = {100, 250, 400, 600, 800};
    private final double[] y = {12.9, 30.8, 47.6, 68.1, 86.7};

    @Override
    public Precision<double[]> precision() {
      return Precision.DOUBLE;
    }

    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public int residuals() {
      return x.length;
    }

    @Override
    public void residuals(double[] theta, double[] r) {
      for (int i = 0; i < x.length; i++) {
        r[i] = theta[0] * (1 - StrictMath.exp(-theta[1] * x[i])) - y[i];
      }
    }

    @Override
    public void jacobianRows(double[] theta, int from, int to, double[] rows) {
      for (int i = from; i < to; i++) {
        double e = StrictMath.exp(-theta[1] * x[i]);
        rows[2 * (i - from)] = 1 - e;
        rows[2 * (i - from) + 1] = theta[0] * x[i] * e;
      }
    }
  }
}
