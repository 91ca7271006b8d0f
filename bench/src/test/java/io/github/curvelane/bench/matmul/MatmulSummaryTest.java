package io.github.curvelane.bench.matmul;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MatmulSummaryTest {
  @Test
  void closingLineHasMeansAndTheWorstShape() {
    MatmulSummary summary = new MatmulSummary("MKL");
    summary.add(MatmulShape.square(1024), 1.104);
    summary.add(MatmulShape.square(2048), 0.87);
    summary.add(new MatmulShape(128, 300, 784, Layout.NN), 1.07);
    summary.add(MatmulShape.square(64), Double.NaN);
    assertThat(summary.line())
        .isEqualTo("geomean ours/MKL: squares 0.98 training 1.07 min 0.87 (2048x2048x2048 NN)");
  }

  @Test
  void nothingMeasuredIsSaid() {
    assertThat(new MatmulSummary("MKL").line())
        .isEqualTo("geomean ours/MKL: squares none training none min none");
  }
}
