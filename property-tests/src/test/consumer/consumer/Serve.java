package consumer;

import io.github.curvelane.metrics.Auc;
import io.github.curvelane.serve.Fit;
import io.github.curvelane.serve.Predictor;
import java.util.Arrays;

/** Trains a model of two classes and prints what it answers, its bits, and a score. */
public final class Serve {
  private Serve() {}

  /**
   * Runs the program.
   *
   * @param args none
   */
  public static void main(String[] args) {
    double[][] rows = new double[60][];
    String[] shapes = new String[60];
    for (int i = 0; i < rows.length; i++) {
      boolean round = i % 2 == 0;
      rows[i] = new double[] {round ? i : 100 + i, i % 7};
      shapes[i] = round ? "round" : "long";
    }
    Predictor predictor =
        Fit.classes(rows, shapes).validation(0.2).epochs(20).fit().orThrow().predictor();
    System.out.println(predictor.classify(10, 3));
    System.out.println(Arrays.hashCode(predictor.predict(10, 3)));
    System.out.println(Auc.of(new int[] {0, 1}, new double[] {0.25, 0.75}, null));
  }
}
