package io.github.curvelane.bench.start;

import java.util.SplittableRandom;

/** Measurements of flowers of three species, drawn around the means of Fisher's irises. */
public final class Flowers {
  /** The species. */
  private static final String[] SPECIES = {"setosa", "versicolor", "virginica"};

  private static final double[][] MEANS = {
    {5.0, 3.4, 1.5, 0.2}, {5.9, 2.8, 4.3, 1.3}, {6.6, 3.0, 5.6, 2.0}
  };
  private static final double DEVIATION = 0.3;
  private static final int ROWS = 150;

  private Flowers() {}

  /**
   * Draws the rows.
   *
   * @return new rows, the species in turn
   */
  public static double[][] rows() {
    SplittableRandom random = new SplittableRandom(1);
    double[][] rows = new double[ROWS][];
    for (int i = 0; i < ROWS; i++) {
      rows[i] = MEANS[i % MEANS.length].clone();
      for (int j = 0; j < rows[i].length; j++) {
        rows[i][j] += DEVIATION * random.nextGaussian();
      }
    }
    return rows;
  }

  /**
   * Names the species of the rows.
   *
   * @return a name for each
   */
  public static String[] species() {
    String[] species = new String[ROWS];
    for (int i = 0; i < ROWS; i++) {
      species[i] = SPECIES[i % SPECIES.length];
    }
    return species;
  }
}
