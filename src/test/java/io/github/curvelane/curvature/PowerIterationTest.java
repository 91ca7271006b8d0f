package io.github.curvelane.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.github.curvelane.Precision;
import io.github.curvelane.SymmetricOperator;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

final class PowerIterationTest {
  private record Diagonal(double... lambda) implements SymmetricOperator<double[]> {
    @Override
    public Precision<double[]> precision() {
      return Precision.DOUBLE;
    }

    @Override
    public int dimension() {
      return lambda.length;
    }

    @Override
    public void apply(double[] v, double[] result) {
      for (int i = 0; i < lambda.length; i++) {
        result[i] = lambda[i] * v[i];
      }
    }
  }

  @Test
  void findsTheLargestInMagnitudeWithItsSign() {
    DominantEigenvalue<double[]> found =
        new PowerIteration().tolerance(1e-10).find(new Diagonal(4, -9, 1)).orThrow();
    // λ lies within the square of the residual over the gap, the vector within the ratio.
    assertThat(found.value()).isCloseTo(-9, within(1e-14 * 9));
    assertThat(found.residual()).isLessThanOrEqualTo(9e-10);
    assertThat(Math.abs(found.vector()[1])).isCloseTo(1, within(1e-14));
    assertThat(found.products()).isBetween(20L, 40L); // (4/9)^k = 1e-10 at k = 28
  }

  /** λ and residual are those of the vector beside them, whenever a run is asked. */
  @Test
  void theResultIsOfOneVector() {
    Diagonal matrix = new Diagonal(4, -3, 1, 0.5);
    PowerIterationRun<double[]> run = new PowerIteration().start(matrix, ProductWatch.NONE);
    for (int k = 1; k < 6; k++) {
      assertThat(run.step()).isTrue();
      DominantEigenvalue<double[]> now = run.result();
      double value = 0;
      double squares = 0;
      for (int i = 0; i < 4; i++) {
        value += now.vector()[i] * matrix.lambda[i] * now.vector()[i];
      }
      for (int i = 0; i < 4; i++) {
        double r = (matrix.lambda[i] - value) * now.vector()[i];
        squares += r * r;
      }
      assertThat(now.value()).isCloseTo(value, within(1e-14));
      assertThat(now.residual()).isCloseTo(Math.sqrt(squares), within(1e-14));
      assertThat(now.products()).isEqualTo(k);
      assertThat(now.converged()).isFalse();
    }
  }

  @Test
  void oppositeEigenvaluesOfOneMagnitudeNeverSettle() {
    DominantEigenvalue<double[]> found =
        new PowerIteration().products(200).find(new Diagonal(5, -5, 1));
    assertThat(found.converged()).isFalse();
    assertThat(found.products()).isEqualTo(200);
    assertThatThrownBy(found::orThrow)
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("after 200 products");
  }

  @Test
  void aWarmStartNeedsFewProducts() {
    Diagonal matrix = new Diagonal(5, 4.9, 1);
    double[] first = {3, 1e-5, 0};
    assertThat(new PowerIteration().start(matrix, first, ProductWatch.NONE).finish().products())
        .isEqualTo(1);
    assertThat(first).containsExactly(3, 1e-5, 0);
    assertThat(new PowerIteration().find(matrix).products()).isGreaterThan(100);
  }

  @Test
  void aMatrixOfZerosHasTheEigenvalueZero() {
    DominantEigenvalue<double[]> found = new PowerIteration().find(new Diagonal(0, 0)).orThrow();
    assertThat(found.value()).isZero();
    assertThat(found.residual()).isZero();
  }

  @Test
  void cancelledBetweenProductsItKeepsWhatWasFound() {
    long[] seen = {0};
    ProductWatch watch =
        new ProductWatch() {
          @Override
          public void product(long products) {
            seen[0] = products;
          }

          @Override
          public boolean cancelled() {
            return seen[0] == 3;
          }
        };
    PowerIterationRun<double[]> run = new PowerIteration().start(new Diagonal(5, 4.9, 1), watch);
    DominantEigenvalue<double[]> found = run.finish();
    assertThat(found.converged()).isFalse();
    assertThat(found.message()).isEqualTo("cancelled after 3 products");
    PowerIterationRun<double[]> three =
        new PowerIteration().products(3).start(new Diagonal(5, 4.9, 1), ProductWatch.NONE);
    assertThat(found.vector()).containsExactly(three.finish().vector());
    assertThat(run.step()).isFalse();
  }

  @Test
  void badInputIsRefused() {
    Diagonal matrix = new Diagonal(1, 2);
    PowerIteration power = new PowerIteration();
    assertThatThrownBy(() -> power.start(matrix, new double[2], ProductWatch.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the norm of first is 0.0, must be positive and finite");
    assertThatThrownBy(() -> power.start(matrix, new double[] {1, Double.NaN}, ProductWatch.NONE))
        .hasMessage("the norm of first is NaN, must be positive and finite");
    assertThatThrownBy(() -> power.start(matrix, new double[3], ProductWatch.NONE))
        .hasMessage("first has 3 elements, must have the matrix's 2 rows");
    assertThatThrownBy(() -> power.find(new Diagonal(1, Double.NaN)))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("element 1 of product 1 is NaN, must be finite");
    assertThatThrownBy(() -> power.tolerance(0)).hasMessage("tolerance is 0.0, must be positive");
    assertThatThrownBy(() -> power.products(0)).hasMessage("products is 0, must be at least 1");
  }

  @Test
  void aStepAllocatesNothing() {
    PowerIterationRun<double[]> run =
        new PowerIteration()
            .tolerance(Double.MIN_VALUE)
            .products(Long.MAX_VALUE)
            .start(new Diagonal(5, -5, 1, 2, 3), ProductWatch.NONE);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = -1;
    for (int round = 0; round < 4_000 && allocated != 0; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int k = 0; k < 40; k++) {
        run.step();
      }
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(allocated).isZero();
  }
}
