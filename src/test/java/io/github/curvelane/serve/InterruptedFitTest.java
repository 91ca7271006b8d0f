package io.github.curvelane.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curvelane.optim.Nesterov;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Exceptions pass through a fit, change nothing, and the same fits again to the same bits. */
final class InterruptedFitTest {
  private static final double[][] ROWS = new double[60][];
  private static final double[] VALUES = new double[60];

  static {
    Random random = new Random(3);
    for (int p = 0; p < ROWS.length; p++) {
      ROWS[p] = random.doubles(3, -1, 1).toArray();
      VALUES[p] = ROWS[p][0] * ROWS[p][1] + ROWS[p][2];
    }
  }

  private static Fit fit() {
    return Fit.values(ROWS, VALUES).optimizer(new Nesterov(0.9), 0.01).epochs(6).seed(3);
  }

  @Test
  void whateverThrowsTheNextFitIsThatOfAnother() {
    float[] expected = fit().fit().model().parameters();
    double[] first = ROWS[0].clone();
    for (int call = 1; call <= 15; call++) {
      int at = call;
      int[] calls = {0};
      List<Epoch> told = new ArrayList<>();
      Fit interrupted =
          fit()
              .progress(
                  epoch -> {
                    told.add(epoch);
                    if (++calls[0] == at) {
                      throw new OutOfMemoryError("told");
                    }
                  })
              .cancelWhen(
                  () -> {
                    if (++calls[0] == at) {
                      throw new IllegalStateException("asked");
                    }
                    return false;
                  });
      assertThatThrownBy(interrupted::fit).hasMessageMatching("told|asked");
      int before = told.size();
      assertThat(interrupted.fit().model().parameters()).as("call %d", call).isEqualTo(expected);
      assertThat(told).hasSize(before + 6);
      assertThat(ROWS[0]).isEqualTo(first);
    }
  }

  @Test
  void epochsWithoutEndEndByPatience() {
    Fitted<float[]> fitted = fit().epochs(Integer.MAX_VALUE).patience(2).fit();
    assertThat(fitted.stop()).isEqualTo(Fitted.Stop.NO_IMPROVEMENT);
  }
}
