package io.github.curvelane.bench.matmul;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MatmulSummaryTest {
  @Test
  void closingLineHasMeansAndTheWorstShape() {
    MatmulSummary summary = new MatmulSummary("MKL", 0);
    summary.add(MatmulShape.square(1024), 1.104);
    summary.add(MatmulShape.square(2048), 0.87);
    summary.add(new MatmulShape(128, 300, 784, Layout.NN), 1.07);
    summary.add(MatmulShape.square(64), Double.NaN);
    assertThat(summary.line())
        .isEqualTo("geomean ours/MKL: squares 0.98 training 1.07 min 0.87 (2048x2048x2048 NN)");
  }

  @Test
  void nothingMeasuredIsSaid() {
    assertThat(new MatmulSummary("MKL", 0).line())
        .isEqualTo("geomean ours/MKL: squares none training none min none");
  }

  @Test
  void smallSquaresHaveAMeanOfTheirOwnAndCountAsTheWorst() {
    MatmulSummary summary = new MatmulSummary("best peer", 200);
    summary.add(MatmulShape.square(199), 0.7);
    summary.add(MatmulShape.square(200), 0.99);
    summary.add(new MatmulShape(1, 300, 784, Layout.NN), 1.02);
    assertThat(summary.smallLine()).isEqualTo("geomean ours/best peer on squares below 200: 0.70");
    assertThat(summary.line())
        .isEqualTo("geomean ours/best peer: squares 0.99 training 1.02 min 0.70 (199x199x199 NN)");
  }
}
