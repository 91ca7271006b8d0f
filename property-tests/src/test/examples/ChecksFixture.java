import io.github.curvelane.Objective;
import io.github.curvelane.Precision;

/** A small objective in double precision. */
class ChecksFixture extends Fixture {
  final double[] theta = {0.5, -1};
  final Objective<double[]> objective =
      Objective.of(
          Precision.DOUBLE,
          2,
          t -> t[0] * t[0] * t[1],
          (t, gradient) -> {
            gradient[0] = 2 * t[0] * t[1];
            gradient[1] = t[0] * t[0];
          });
}
