package io.github.curvelane.bench.minimizers;

import io.github.curvelane.bench.problems.MghProblem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Methods of SciPy 1.17.1, with the evaluations that each took from x₀ until it reached a minimum:
 * measured on these very problems, tests of convergence at their tightest (its {@code gtol} 1e-10,
 * {@code ftol} 0; of {@code lm} all three 1e-15), 3,000 iterations for {@code CG}.
 */
public enum ScipyMethod {
  /** {@code minimize(method="L-BFGS-B")}. */
  L_BFGS_B("L-BFGS-B"),
  /** {@code minimize(method="BFGS")}. */
  BFGS("BFGS"),
  /** {@code minimize(method="CG")}. */
  CG("CG"),
  /** {@code least_squares(method="lm")}, which is MINPACK. */
  LM("lm"),
  /** {@code minimize(method="trust-ncg")} with {@code hessp}. */
  TRUST_NCG("trust-ncg"),
  /** Its products with H. */
  TRUST_NCG_PRODUCTS("trust-ncg Hv");

  private static final String FILE = "scipy-1.17.1.csv";

  private final String label;

  ScipyMethod(String label) {
    this.label = label;
  }

  /**
   * Returns what it took until a minimum was reached.
   *
   * @param problem one of the small problems
   * @return evaluations, 0 if none reached one
   */
  public int countUntilReached(MghProblem problem) {
    int column = Table.HEADER.indexOf(label);
    for (List<String> row : Table.ROWS) {
      if (Integer.parseInt(row.get(0)) == problem.number()
          && Integer.parseInt(row.get(1)) == problem.variables()) {
        return Integer.parseInt(row.get(column));
      }
    }
    throw new IllegalArgumentException("SciPy was not measured on " + problem);
  }

  /** Returns its name in SciPy. */
  @Override
  public String toString() {
    return label;
  }

  /** The file, read once. */
  private static final class Table {
    static final List<String> HEADER;
    static final List<List<String>> ROWS;

    static {
      try (var reader =
          new BufferedReader(
              new InputStreamReader(
                  ScipyMethod.class.getResourceAsStream(FILE), StandardCharsets.UTF_8))) {
        List<List<String>> lines =
            reader.lines().map(line -> Arrays.asList(line.split(","))).toList();
        HEADER = lines.getFirst();
        ROWS = lines.subList(1, lines.size());
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + FILE, e);
      }
    }
  }
}
