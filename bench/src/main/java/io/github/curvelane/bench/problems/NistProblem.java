package io.github.curvelane.bench.problems;

import io.github.curvelane.LeastSquares;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A nonlinear regression of NIST's Statistical Reference Datasets (StRD), with two starts and the
 * certified answer to 11 digits.
 */
public final class NistProblem {
  /** What certified values allow. */
  public static final double MOST_DIGITS = 11;

  /** In NIST's order of difficulty. */
  private static final List<String> NAMES =
      List.of(
          ("Misra1a Chwirut2 Chwirut1 Lanczos3 Gauss1 Gauss2 DanWood Misra1b Kirby2 Hahn1 Nelson"
                  + " MGH17 Lanczos1 Lanczos2 Gauss3 Misra1c Misra1d Roszman1 ENSO MGH09 Thurber"
                  + " BoxBOD Rat42 MGH10 Eckerle4 Rat43 Bennett5")
              .split(" "));

  private final NistFile file;
  private final NistCurve curve;

  private NistProblem(NistFile file) {
    this.file = file;
    this.curve = curve(file);
    if (curve.dimension() != file.certified().length) {
      throw new IllegalArgumentException(
          "%s has %d parameters, its model has %d"
              .formatted(file.name(), file.certified().length, curve.dimension()));
    }
  }

  /**
   * Reads all 27 problems.
   *
   * @param directory where the {@code .dat} files are
   * @return the problems, from the easy to the hard
   * @throws IllegalArgumentException if a file is not as NIST has it, naming the line
   * @throws java.io.UncheckedIOException if one cannot be read
   */
  public static List<NistProblem> readAll(Path directory) {
    return NAMES.stream().map(name -> read(directory.resolve(name + ".dat"))).toList();
  }

  /**
   * Tells whether the files of all problems are there.
   *
   * @param directory where they would be
   * @return whether they can be read
   */
  public static boolean areIn(Path directory) {
    return NAMES.stream().allMatch(name -> Files.isReadable(directory.resolve(name + ".dat")));
  }

  /**
   * Reads one problem.
   *
   * @param path its file, which has the name of the data set
   * @return the problem
   * @throws IllegalArgumentException if the file is not as NIST has it, naming the line
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static NistProblem read(Path path) {
    return new NistProblem(NistFile.read(path));
  }

  /**
   * Returns the name of the data set.
   *
   * @return the name
   */
  public String name() {
    return file.name();
  }

  /**
   * Returns the number of starts.
   *
   * @return 2: the first far, the second near
   */
  public int starts() {
    return file.starts().size();
  }

  /**
   * Returns a start.
   *
   * @param index 0, the far one, or 1
   * @return its parameters, a new array
   */
  public double[] start(int index) {
    return file.starts().get(index).clone();
  }

  /**
   * Returns the residuals, model minus observation. They own memory: one user at a time, and rows
   * of the Jacobian belong to the last call for residuals.
   *
   * @return the residuals and the rows of their Jacobian
   */
  public LeastSquares<double[]> residuals() {
    return curve;
  }

  /**
   * Returns the certified parameters.
   *
   * @return a new array
   */
  public double[] certified() {
    return file.certified().clone();
  }

  /**
   * Returns the certified standard deviations of the parameters.
   *
   * @return a new array
   */
  public double[] standardDeviations() {
    return file.deviations().clone();
  }

  /**
   * Returns the certified residual sum of squares.
   *
   * @return ‖r‖²
   */
  public double residualSum() {
    return file.sum();
  }

  /**
   * Returns the certified residual standard deviation.
   *
   * @return √(‖r‖²/(m − N))
   */
  public double residualDeviation() {
    return file.deviation();
  }

  /**
   * Returns the digits of the worst parameter.
   *
   * @param parameters what was found
   * @return as {@link #digits(double[], double[])}
   */
  public double digits(double[] parameters) {
    return digits(parameters, file.certified());
  }

  /**
   * Returns the digits of the worst of some values: −log₁₀(|b − c|/|c|), from 0 to {@value
   * #MOST_DIGITS}.
   *
   * @param values what was found
   * @param certified the right values, not 0
   * @return the digits that all have; 0 if one is NaN
   */
  public static double digits(double[] values, double[] certified) {
    double worst = MOST_DIGITS;
    for (int j = 0; j < certified.length; j++) {
      double digits = -Math.log10(Math.abs(values[j] - certified[j]) / Math.abs(certified[j]));
      worst = digits < worst || Double.isNaN(digits) ? digits : worst;
    }
    return worst > 0 ? worst : 0;
  }

  private static NistCurve curve(NistFile file) {
    double[] y = column(file, 0);
    double[] x = column(file, 1);
    return switch (file.name()) {
      case "Misra1a", "BoxBOD" -> new NistExponentials.Rise(x, y);
      case "Misra1b" -> new NistRationals.InverseSquare(x, y);
      case "Misra1c" -> new NistCurves.InverseRoot(x, y);
      case "Misra1d" -> new NistRationals.Saturation(x, y);
      case "Chwirut1", "Chwirut2" -> new NistExponentials.DecayOverLine(x, y);
      case "Lanczos1", "Lanczos2", "Lanczos3" -> new NistExponentials.ThreeDecays(x, y);
      case "Gauss1", "Gauss2", "Gauss3" -> new NistExponentials.DecayAndTwoPeaks(x, y);
      case "DanWood" -> new NistCurves.Power(x, y);
      case "Kirby2" -> new NistRationals.Quotient(2, x, y);
      case "Hahn1", "Thurber" -> new NistRationals.Quotient(3, x, y);
      case "Nelson" -> new NistExponentials.AcceleratedLife(x, column(file, 2), y);
      case "MGH17" -> new NistExponentials.TwoDecays(x, y);
      case "Roszman1" -> new NistCurves.LineAndArcTangent(x, y);
      case "ENSO" -> new NistCurves.ThreeWaves(x, y);
      case "MGH09" -> new NistRationals.LineOverSquare(x, y);
      case "MGH10" -> new NistExponentials.InverseExponent(x, y);
      case "Eckerle4" -> new NistExponentials.Peak(x, y);
      case "Rat42" -> new NistExponentials.Sigmoid(x, y);
      case "Rat43" -> new NistExponentials.SigmoidPower(x, y);
      case "Bennett5" -> new NistCurves.ShiftedPower(x, y);
      default -> throw new IllegalArgumentException("there is no model for " + file.name());
    };
  }

  private static double[] column(NistFile file, int column) {
    return file.observations().stream()
        .mapToDouble(
            row -> {
              if (column >= row.length) {
                throw new IllegalArgumentException(
                    "%s has %d predictors, its model has %d"
                        .formatted(file.name(), row.length - 1, column));
              }
              return row[column];
            })
        .toArray();
  }

  @Override
  public String toString() {
    return "%s: %d observations, %d parameters"
        .formatted(name(), curve.residuals(), curve.dimension());
  }
}
