package io.github.curvelane.serve.examples;

import io.github.curvelane.serve.Columns;
import io.github.curvelane.serve.Fit;
import io.github.curvelane.serve.Fitted;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Learns the prices of flats, which are large numbers, with validation and early stopping. */
public final class FitPrices {
  private record Flat(double area, double distance) {
    double price() {
      return 40_000 + 4_500 * area * Math.exp(-distance / 8);
    }
  }

  private FitPrices() {}

  /**
   * Runs the program.
   *
   * @param args none
   */
  public static void main(String[] args) {
    Random random = new Random(1);
    List<Flat> flats =
        Stream.generate(() -> new Flat(random.nextDouble(20, 150), random.nextDouble(0, 20)))
            .limit(600)
            .toList();
    double[] prices = flats.stream().mapToDouble(Flat::price).toArray();
    Columns<Flat> columns = Columns.of("area", Flat::area).and("distance", Flat::distance);
    Fitted<float[]> fitted =
        Fit.values(columns.table(flats), prices).validation(0.2).patience(20).fit();
    System.out.println(fitted);
    System.out.println(fitted.predictor().value(columns.row(new Flat(70, 3))));
  }
}
