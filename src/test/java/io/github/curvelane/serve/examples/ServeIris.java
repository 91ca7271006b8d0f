package io.github.curvelane.serve.examples;

import io.github.curvelane.serve.Predictor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Serves a model of irises (its file). */
public final class ServeIris {
  private ServeIris() {}

  /**
   * Runs the program.
   *
   * @param args the model's file
   * @throws IOException if it cannot be read
   */
  public static void main(String[] args) throws IOException {
    Predictor iris = Predictor.read(Path.of(args[0]));
    System.out.println(iris.classify(5.1, 3.5, 1.4, 0.2));
    System.out.println(Arrays.toString(iris.predict(5.1, 3.5, 1.4, 0.2)));
  }
}
