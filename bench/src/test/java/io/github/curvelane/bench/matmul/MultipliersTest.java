package io.github.curvelane.bench.matmul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curvelane.Precision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MultipliersTest {
  @ParameterizedTest
  @CsvSource({
    "Curvelane, 5x7x11 NN", "Curvelane, 5x7x11 NT", "Curvelane, 5x7x11 TN",
    "naive, 5x7x11 NN", "naive, 5x7x11 NT", "naive, 5x7x11 TN"
  })
  void productsAreRightAndWrongOnesAreNoticed(String name, String shape) {
    check(name, MatmulTask.random(MatmulShape.parse(shape), Precision.FLOAT));
    check(name, MatmulTask.random(MatmulShape.parse(shape), Precision.DOUBLE));
  }

  private static <A> void check(String name, MatmulTask<A> task) {
    var product = Multipliers.load(name, 1).prepare(task);
    product.multiply();
    assertThat(task.error(product.product())).isLessThan(1);
    assertThat(task.error(task.newProduct())).isGreaterThan(100);
  }

  @ParameterizedTest
  @CsvSource({"1x2", "1x2x3x4x5", "1xax3"})
  void whatIsNotAShapeIsRefused(String text) {
    assertThatThrownBy(() -> MatmulShape.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
