package io.github.curvelane.bench.rates;

import io.github.curvelane.data.Dataset;
import java.io.PrintWriter;
import java.nio.file.Path;

/** Experiments that print a table each. */
public enum RateExperiment {
  /** Online estimates of λ_max beside the exact one. */
  ONLINE {
    @Override
    void run(Dataset<float[]> digits, PrintWriter out) {
      new OnlineEstimates(digits, out).run();
    }
  },

  /** Errors at multiples of 1/λ_max. */
  FIGURE_25 {
    @Override
    void run(Dataset<float[]> digits, PrintWriter out) {
      new Figure25(digits, out).run();
    }
  },

  /** The rate 1/κ beside the best of a grid. */
  GRID {
    @Override
    void run(Dataset<float[]> digits, PrintWriter out) {
      new AutomaticRates(digits, out).run("global", "centring", "none", "per-feature");
    }
  },

  /** The same for pixels from 0 to 1, where units do not begin saturated. */
  GRID_OF_PIXELS {
    @Override
    void run(Dataset<float[]> digits, PrintWriter out) {
      new AutomaticRates(digits, out).run("centring of 1/255", "none of 1/255");
    }
  },

  /** Test errors at 1/κ and at the program's defaults. */
  ERRORS {
    @Override
    void run(Dataset<float[]> digits, PrintWriter out) {
      new AutomaticRates(digits, out).errors();
    }
  };

  abstract void run(Dataset<float[]> digits, PrintWriter out);

  /**
   * Runs the experiment.
   *
   * @param mnist the directory of the 10,000 digits
   * @param out receives the table
   */
  public void run(Path mnist, PrintWriter out) {
    long start = System.nanoTime();
    run(Setting.read(mnist), out);
    out.printf("%s took %.0f s%n%n", name(), (System.nanoTime() - start) * 1e-9);
    out.flush();
  }
}
