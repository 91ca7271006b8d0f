package io.github.curvelane.serve.examples;

import io.github.curvelane.serve.Fit;
import io.github.curvelane.serve.Fitted;
import io.github.curvelane.serve.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Trains, evaluates and saves a model of Fisher's irises (where the model goes, a CSV file). */
public final class TrainIris {
  private TrainIris() {}

  /**
   * Runs the program.
   *
   * @param args where the model goes, and the CSV file
   * @throws IOException if one of them cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    List<String[]> lines =
        Files.readAllLines(Path.of(args[1])).stream().map(line -> line.split(",")).toList();
    double[][] rows = new double[lines.size() - 1][];
    String[] species = new String[rows.length];
    for (int i = 0; i < rows.length; i++) {
      String[] flower = lines.get(i + 1);
      rows[i] = Stream.of(flower).limit(4).mapToDouble(Double::parseDouble).toArray();
      species[i] = flower[4];
    }
    Table table =
        Table.of(rows).named("sepal length", "sepal width", "petal length", "petal width");
    Fitted<float[]> fitted = Fit.classes(table, species).validation(0.3).fit();
    System.out.println(fitted);
    fitted.save(Path.of(args[0]));
  }
}
