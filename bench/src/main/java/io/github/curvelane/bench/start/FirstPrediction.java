package io.github.curvelane.bench.start;

import io.github.curvelane.serve.Predictor;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The program whose start is timed: it reads a model, prints the class of one row, and ends. It
 * needs nothing of this program, only the library.
 */
public final class FirstPrediction {
  private FirstPrediction() {}

  /**
   * Predicts.
   *
   * @param args the model's file
   * @throws IOException if it cannot be read
   */
  public static void main(String[] args) throws IOException {
    Predictor predictor = Predictor.read(Path.of(args[0]));
    System.out.println(predictor.classify(5.1, 3.5, 1.4, 0.2));
  }
}
