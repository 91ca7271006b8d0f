package io.github.curvelane.curvature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.curvelane.Precision;
import io.github.curvelane.SymmetricOperator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProductsTest {
  /** The identity, but for a NaN that is asked for. */
  private static final class Identity implements SymmetricOperator<double[]> {
    private final int size;
    private int bad = -1;

    Identity(int size) {
      this.size = size;
    }

    @Override
    public Precision<double[]> precision() {
      return Precision.DOUBLE;
    }

    @Override
    public int dimension() {
      return size;
    }

    @Override
    public void apply(double[] v, double[] result) {
      System.arraycopy(v, 0, result, 0, size);
      if (bad >= 0) {
        result[bad] = Double.NaN;
      }
    }
  }

  @Test
  void productsAreCountedAndWatched() {
    List<Long> seen = new ArrayList<>();
    Products<double[]> products =
        new Products<>(
            new Identity(2),
            new ProductWatch() {
              @Override
              public void product(long made) {
                seen.add(made);
              }

              @Override
              public boolean cancelled() {
                return seen.size() == 2;
              }
            });
    double[] result = new double[2];
    products.apply(new double[] {1, 2}, result);
    assertEquals(2, result[1]);
    products.apply(
        List.of(new double[] {3, 4}, new double[] {5, 6}), List.of(result, new double[2]));
    assertEquals(4, result[1]);
    assertEquals(List.of(1L, 3L), seen);
    assertThrows(Cancelled.class, () -> products.apply(new double[] {7, 8}, result));
    assertEquals(4, result[1]);
    assertEquals(3, products.made());
  }

  @Test
  void whatIsNotFiniteIsNamed() {
    Identity identity = new Identity(3);
    Products<double[]> products = new Products<>(identity, ProductWatch.NONE);
    products.apply(new double[3], new double[3]);
    identity.bad = 1;
    ArithmeticException e =
        assertThrows(ArithmeticException.class, () -> products.apply(new double[3], new double[3]));
    assertEquals("element 1 of product 2 is NaN, must be finite", e.getMessage());
  }

  @Test
  void anEmptyMatrixIsRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Products<>(new Identity(0), ProductWatch.NONE));
    assertEquals("the matrix has 0 rows, must have at least 1", e.getMessage());
  }
}
