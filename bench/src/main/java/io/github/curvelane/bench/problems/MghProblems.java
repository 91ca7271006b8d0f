package io.github.curvelane.bench.problems;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** The cases of the collection of Moré, Garbow and Hillstrom: each problem at some sizes. */
public final class MghProblems {
  private MghProblems() {}

  /**
   * Returns the cases with at most 12 variables.
   *
   * @return 42 new problems, by number
   */
  public static List<MghProblem> small() {
    return List.of(
        rosenbrock(2, 24.2),
        fixed(2, "Freudenstein-Roth", 2, MghFixed::freudensteinRoth, 400.5, 0, 48.98425368)
            .from(0.5, -2),
        fixed(3, "Powell badly scaled", 2, MghFixed::powellBadlyScaled, 1.13526, 0).from(0, 1),
        fixed(4, "Brown badly scaled", 3, MghFixed::brownBadlyScaled, 9.99998e11, 0).from(1, 1),
        fixed(5, "Beale", 3, MghFixed::beale, 14.2031, 0).from(1, 1),
        fixed(6, "Jennrich-Sampson", 10, MghFixed::jennrichSampson, 4171.31, 124.3621824)
            .from(0.3, 0.4),
        fixed(7, "Helical valley", 3, MghFixed::helicalValley, 2500, 0).from(-1, 0, 0),
        fixed(8, "Bard", 15, MghFixed::bard, 41.6817, 8.214877307e-3).from(1, 1, 1),
        fixed(9, "Gaussian", 15, MghFixed::gaussian, 3.88811e-6, 1.127932770e-8).from(0.4, 1, 0),
        fixed(10, "Meyer", 16, MghFixed::meyer, 1.69361e9, 87.94585517).from(0.02, 4000, 250),
        fixed(11, "Gulf", 99, MghFixed::gulf, 12.1107, 0).from(5, 2.5, 0.15),
        fixed(12, "Box", 10, MghFixed::box, 1031.15, 0).from(0, 10, 20),
        powellSingular(13, 4, 215),
        fixed(14, "Wood", 6, MghFixed::wood, 19192, 0).from(-3, -1, -3, -1),
        fixed(15, "Kowalik-Osborne", 11, MghFixed::kowalikOsborne, 5.31317e-3, 3.075056038e-4)
            .from(0.25, 0.39, 0.415, 0.39),
        fixed(16, "Brown-Dennis", 20, MghFixed::brownDennis, 7.92669e6, 85822.20163)
            .from(25, 5, -5, -1),
        fixed(17, "Osborne 1", 33, MghFixed::osborne1, 0.879026, 5.464894697e-5)
            .from(0.5, 1.5, -1, 0.01, 0.02),
        fixed(18, "Biggs EXP6", 13, MghFixed::biggs, 0.77907, 0, 5.655649925e-3)
            .from(1, 2, 1, 1, 1, 1),
        fixed(19, "Osborne 2", 65, MghFixed::osborne2, 2.09342, 4.013773629e-2, 1.789813587)
            .from(1.3, 0.65, 0.65, 0.7, 0.6, 3, 5, 7, 2, 4.5, 5.5),
        watson(6, 2.287670054e-3),
        watson(9, 1.399760138e-6),
        watson(12, 4.7223811e-10),
        rosenbrock(10, 121),
        powellSingular(22, 12, 645),
        penalty1(4, 885.063, 2.249977501e-5),
        penalty1(10, 148033, 7.087651467e-5),
        penalty2(4, 2.34001, 9.376293007e-6),
        penalty2(10, 162.653, 2.936605375e-4),
        variablyDimensioned(10, 2.19855e6),
        trigonometric(10, 7.07576e-3, 2.795056122e-5),
        brownAlmostLinear(10, 273.248),
        discreteBoundaryValue(10, 7.88519e-4),
        discreteIntegralEquation(10, 6.34168e-2),
        broydenTridiagonal(10, 21),
        broydenBanded(10, 360),
        linear(32, "Linear full rank", MghSized::linearFullRank, 50, 10),
        linear(33, "Linear rank 1", MghSized::linearRank1, 8.65867e6, 380 / 82.0),
        linear(34, "Linear rank 1, zeros", MghSized::linearRank1Zeros, 4.068e6, 454 / 74.0),
        chebyquad(7, 0.0337706, 0),
        chebyquad(8, 0.0386177, 3.516873726e-3),
        chebyquad(9, 0.028883, 0),
        chebyquad(10, 0.0337633, 6.503954801e-3));
  }

  /**
   * Returns the cases with many variables.
   *
   * @return 9 new problems of 100 variables, one of them of 40, by number
   */
  public static List<MghProblem> large() {
    return List.of(
        rosenbrock(100, 1210),
        powellSingular(22, 100, 5375),
        variablyDimensioned(100, 1.31058e14),
        trigonometric(100, 8.2082e-4, 6.0406e-8),
        brownAlmostLinear(40, 16390.8),
        discreteBoundaryValue(100, 1.23293e-6),
        discreteIntegralEquation(100, 0.57305),
        broydenTridiagonal(100, 111),
        broydenBanded(100, 3600));
  }

  private interface Started {
    MghProblem from(double... start);
  }

  private static Started fixed(
      int number,
      String name,
      int residuals,
      MghProblem.Formulas formulas,
      double startValue,
      double... minima) {
    return start -> new MghProblem(number, name, residuals, formulas, start, startValue, minima);
  }

  /** Returns x₀ by its elements, counted from 1. */
  private static double[] start(int n, IntToDoubleFunction element) {
    return IntStream.rangeClosed(1, n).mapToDouble(element).toArray();
  }

  private static MghProblem rosenbrock(int n, double startValue) {
    String name = n == 2 ? "Rosenbrock" : "Extended Rosenbrock";
    return fixed(n == 2 ? 1 : 21, name, n, MghSized::rosenbrock, startValue, 0)
        .from(start(n, i -> i % 2 == 1 ? -1.2 : 1));
  }

  private static MghProblem powellSingular(int number, int n, double startValue) {
    double[] four = {3, -1, 0, 1};
    String name = n == 4 ? "Powell singular" : "Extended Powell singular";
    return fixed(number, name, n, MghSized::powellSingular, startValue, 0)
        .from(start(n, i -> four[(i - 1) % 4]));
  }

  private static MghProblem watson(int n, double minimum) {
    return fixed(20, "Watson", 31, MghSized::watson, 30, minimum).from(new double[n]);
  }

  private static MghProblem penalty1(int n, double startValue, double minimum) {
    return fixed(23, "Penalty I", n + 1, MghSized::penalty1, startValue, minimum)
        .from(start(n, i -> i));
  }

  private static MghProblem penalty2(int n, double startValue, double minimum) {
    return fixed(24, "Penalty II", 2 * n, MghSized::penalty2, startValue, minimum)
        .from(start(n, i -> 0.5));
  }

  private static MghProblem variablyDimensioned(int n, double startValue) {
    return fixed(25, "Variably dimensioned", n + 2, MghSized::variablyDimensioned, startValue, 0)
        .from(start(n, i -> 1 - (double) i / n));
  }

  private static MghProblem trigonometric(int n, double startValue, double local) {
    return fixed(26, "Trigonometric", n, MghSized::trigonometric, startValue, 0, local)
        .from(start(n, i -> 1.0 / n));
  }

  private static MghProblem brownAlmostLinear(int n, double startValue) {
    return fixed(27, "Brown almost-linear", n, MghSized::brownAlmostLinear, startValue, 0, 1)
        .from(start(n, i -> 0.5));
  }

  private static MghProblem discreteBoundaryValue(int n, double startValue) {
    return fixed(28, "Discrete boundary value", n, MghSized::discreteBoundaryValue, startValue, 0)
        .from(start(n, i -> parabola(i, n)));
  }

  private static MghProblem discreteIntegralEquation(int n, double startValue) {
    return fixed(
            29, "Discrete integral equation", n, MghSized::discreteIntegralEquation, startValue, 0)
        .from(start(n, i -> parabola(i, n)));
  }

  private static double parabola(int i, int n) {
    double t = i / (n + 1.0);
    return t * (t - 1);
  }

  private static MghProblem broydenTridiagonal(int n, double startValue) {
    return fixed(30, "Broyden tridiagonal", n, MghSized::broydenTridiagonal, startValue, 0)
        .from(start(n, i -> -1));
  }

  private static MghProblem broydenBanded(int n, double startValue) {
    return fixed(31, "Broyden banded", n, MghSized::broydenBanded, startValue, 0)
        .from(start(n, i -> -1));
  }

  private static MghProblem linear(
      int number, String name, MghProblem.Formulas formulas, double startValue, double minimum) {
    return fixed(number, name, 20, formulas, startValue, minimum).from(start(10, i -> 1));
  }

  private static MghProblem chebyquad(int n, double startValue, double minimum) {
    return fixed(35, "Chebyquad", n, MghSized::chebyquad, startValue, minimum)
        .from(start(n, i -> i / (n + 1.0)));
  }
}
