package io.github.curvelane.bench.conv;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.bench.conv.ConvolutionTask.Operation;
import io.github.curvelane.bench.curvature.Quantity;
import io.github.curvelane.bench.step.Architecture;
import io.github.curvelane.bench.step.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConvolutionComparisonTest {
  private static final ConvolutionTask SMALL =
      new ConvolutionTask(new Stage.Image(5, 7, 2), new Stage.Convolution(3, 3, 1), 2);

  @Test
  void theSixConvolutions() {
    List<ConvolutionTask> tasks =
        ConvolutionTask.of(List.of(Architecture.LENET, Architecture.VGG), 64);
    assertThat(tasks.stream().map(ConvolutionTask::toString))
        .containsExactly(
            "28x28x1 to 6",
            "12x12x6 to 16",
            "32x32x3 to 32",
            "32x32x32 to 32",
            "16x16x32 to 64",
            "16x16x64 to 64");
    assertThat(tasks.getFirst().operations()).isEqualTo(2.0 * 64 * 24 * 24 * 25 * 6);
  }

  @ParameterizedTest
  @EnumSource
  void resultsAreRightAndWrongOnesAreNoticed(Operation operation) {
    try (Convolver.Prepared prepared = new CurvelaneConvolver(1).prepare(SMALL)) {
      prepared.compute(operation);
      float[] result = prepared.result(operation).clone();
      assertThat(SMALL.error(operation, result)).isLessThan(1);
      assertThat(SMALL.error(operation, new float[result.length])).isGreaterThan(100);
      for (int i = 0; i < result.length; i++) {
        result[i] = Float.NaN;
      }
      assertThat(SMALL.error(operation, result)).isNaN();
    }
  }

  @Test
  void closingLines() {
    ConvolutionSummary summary = new ConvolutionSummary("libtorch");
    ConvolutionTask task = ConvolutionTask.of(List.of(Architecture.VGG), 64).get(1);
    summary.add(task, Operation.FORWARD, 0.934);
    summary.add(task, Operation.INPUT_GRADIENT, 1.05);
    summary.add(task, Operation.WEIGHT_GRADIENT, 0.8);
    assertThat(summary.lines())
        .containsExactly(
            "convolution 32x32x32 to 32: forward 0.93 x libtorch, input gradient 1.05 x,"
                + " weight gradient 0.80 x");
    assertThat(ConvolutionCurvature.line(Quantity.HESSIAN_VECTOR, "lenet", 1.9, 1.772))
        .isEqualTo("hessian-vector (kept state) lenet: 1.90 x gradient, 1.77 x by multiply-adds");
    assertThat(ConvolutionCurvature.allIn("lenet", 0.412, "libtorch"))
        .isEqualTo("hessian-vector (all in) lenet: 0.41 of libtorch's time");
  }
}
