package io.github.curvelane.curvature;

import io.github.curvelane.Precision;
import io.github.curvelane.SymmetricOperator;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * An operator whose eigenvalues are written down, or come from a matrix that a test forms.
 *
 * @param name what it is, with its size
 * @param operator its products
 * @param eigenvalues all N, ascending, right to about n·u·‖M‖ in doubles
 */
record KnownSpectrum<A>(String name, SymmetricOperator<A> operator, double[] eigenvalues) {
  /** All of them, small. */
  static <A> Stream<KnownSpectrum<A>> all(Precision<A> precision) {
    return Stream.of(
        reflected(precision, "one element", -3),
        identity(precision, 17),
        reflected(precision, "zero", new double[9]),
        secondDifferences(precision, 40),
        rankDeficient(precision, 30),
        clusters(precision, 48),
        decaying(precision, 60),
        reflected(precision, "indefinite", DoubleStream.iterate(-2, x -> x + 0.25).limit(17)),
        ModelSpectra.leastSquares(precision, 40, 6, 3),
        ModelSpectra.leastSquares(precision, 3, 6, 2),
        ModelSpectra.softmaxRegression(precision, 30, 5, 3));
  }

  /** max |λ|. */
  double norm() {
    return Math.max(Math.abs(eigenvalues[0]), Math.abs(eigenvalues[eigenvalues.length - 1]));
  }

  double trace() {
    return Arrays.stream(eigenvalues).sum();
  }

  /** (Mv)_i = 2v_i − v_(i−1) − v_(i+1), with λ_k = 4 sin²(kπ/2(n + 1)). */
  static <A> KnownSpectrum<A> secondDifferences(Precision<A> precision, int n) {
    double[] values = new double[n];
    for (int k = 0; k < n; k++) {
      double s = StrictMath.sin((k + 1) * Math.PI / (2 * (n + 1)));
      values[k] = 4 * s * s;
    }
    return of(
        precision,
        "second differences " + n,
        values,
        v -> {
          double[] result = new double[n];
          for (int i = 0; i < n; i++) {
            double before = i == 0 ? 0 : v[i - 1];
            double after = i == n - 1 ? 0 : v[i + 1];
            result[i] = 2 * v[i] - before - after;
          }
          return result;
        });
  }

  /** Products that are exact in either precision. */
  static <A> KnownSpectrum<A> identity(Precision<A> precision, int n) {
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    return of(precision, "identity " + n, ones, double[]::clone);
  }

  /** Eigenvalues of both signs in an invariant subspace of dimension 3. */
  static <A> KnownSpectrum<A> rankDeficient(Precision<A> precision, int n) {
    double[] values = new double[n];
    values[0] = -2;
    values[n - 2] = 1;
    values[n - 1] = 4;
    return reflected(precision, "rank 3 of " + n, values);
  }

  /** Thirds about 1, 2 and 5, each within 1e-7 of its centre. */
  static <A> KnownSpectrum<A> clusters(Precision<A> precision, int n) {
    double[] values = new double[n];
    for (int k = 0; k < n; k++) {
      double centre = k < n / 3 ? 1 : k < 2 * n / 3 ? 2 : 5;
      values[k] = centre + 1e-7 * (k % 5) / 5;
    }
    return reflected(precision, "three clusters " + n, values);
  }

  /** λ_k = k⁻², k = 1 … n. */
  static <A> KnownSpectrum<A> decaying(Precision<A> precision, int n) {
    return reflected(
        precision,
        "decaying " + n,
        DoubleStream.iterate(1, k -> k + 1).limit(n).map(k -> 1 / (k * k)));
  }

  static <A> KnownSpectrum<A> reflected(
      Precision<A> precision, String name, DoubleStream eigenvalues) {
    return reflected(precision, name, eigenvalues.toArray());
  }

  /**
   * M = PΛP with the reflection P of Hartley's transform, p_ij = (cos x + sin x)/√n at x = 2πij/n,
   * and Λ in random order: eigenvectors are spread over all coordinates.
   */
  static <A> KnownSpectrum<A> reflected(
      Precision<A> precision, String name, double... eigenvalues) {
    int n = eigenvalues.length;
    double[] row = new double[n];
    for (int k = 0; k < n; k++) {
      double x = 2 * Math.PI * k / n;
      row[k] = (StrictMath.cos(x) + StrictMath.sin(x)) / Math.sqrt(n);
    }
    UnaryOperator<double[]> reflect =
        v -> {
          double[] result = new double[n];
          for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
              result[i] += row[i * j % n] * v[j];
            }
          }
          return result;
        };
    SplittableRandom random = new SplittableRandom(n);
    double[] shuffled = eigenvalues.clone();
    for (int i = n - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      double swapped = shuffled[i];
      shuffled[i] = shuffled[j];
      shuffled[j] = swapped;
    }
    double[] ascending = eigenvalues.clone();
    Arrays.sort(ascending);
    return of(
        precision,
        name,
        ascending,
        v -> {
          double[] result = reflect.apply(v);
          for (int i = 0; i < n; i++) {
            result[i] *= shuffled[i];
          }
          return reflect.apply(result);
        });
  }

  /** Products in doubles, each element rounded once; they allocate. */
  private static <A> KnownSpectrum<A> of(
      Precision<A> precision, String name, double[] ascending, UnaryOperator<double[]> product) {
    int n = ascending.length;
    return new KnownSpectrum<>(
        name,
        new SymmetricOperator<>() {
          @Override
          public Precision<A> precision() {
            return precision;
          }

          @Override
          public int dimension() {
            return n;
          }

          @Override
          public void apply(A v, A result) {
            A rounded = precision.of(product.apply(precision.toDoubles(v)));
            precision.copy(rounded, 0, result, 0, n);
          }
        },
        ascending);
  }

  @Override
  public String toString() {
    return name + ", " + operator.precision();
  }
}
