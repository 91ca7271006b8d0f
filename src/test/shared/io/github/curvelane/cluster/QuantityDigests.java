package io.github.curvelane.cluster;

import io.github.curvelane.CurvatureDiagonals;
import io.github.curvelane.Diagonal;
import io.github.curvelane.GaussNewtonProducts;
import io.github.curvelane.GradientMoments;
import io.github.curvelane.HessianProducts;
import io.github.curvelane.Precision;
import io.github.curvelane.SampledDiagonal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Digests of all that is a mean over examples, whoever forms it: SHA-256 over the little-endian
 * bits of value and elements, with one NaN.
 */
public final class QuantityDigests<A> {
  private static final int SAMPLES = 2;
  private static final long SEED = 11;

  private final Precision<A> precision;
  private final int n;
  private final Map<String, String> digests = new LinkedHashMap<>();

  private QuantityDigests(Precision<A> precision, int n) {
    this.precision = precision;
    this.n = n;
  }

  /**
   * The digest of each quantity by its name.
   *
   * @param diagonals which of the diagonals
   */
  public static <
          A,
          O extends
              HessianProducts<A> & GaussNewtonProducts<A> & GradientMoments<A>
                  & CurvatureDiagonals<A> & SampledDiagonal<A>>
      Map<String, String> of(O objective, A theta, Collection<Diagonal> diagonals) {
    var digests = new QuantityDigests<>(objective.precision(), objective.dimension());
    digests.compute(objective, theta, diagonals);
    return digests.digests;
  }

  private <
          O extends
              HessianProducts<A> & GaussNewtonProducts<A> & GradientMoments<A>
                  & CurvatureDiagonals<A> & SampledDiagonal<A>>
      void compute(O objective, A theta, Collection<Diagonal> diagonals) {
    A result = precision.newArray(n);
    put("value", objective.value(theta));
    put("gradient", objective.valueAndGradient(theta, result), result);
    put("kept", objective.keep(theta, precision.newArray(n)));
    A v = direction(1);
    objective.hessianVector(v, result);
    put("hessian-vector of a kept point", 0, result);
    put("linearize", objective.linearize(theta, result), result);
    objective.hessianVector(v, result);
    put("hessian-vector", 0, result);
    List<A> vectors = new ArrayList<>();
    List<A> products = new ArrayList<>();
    for (int k = 0; k < 4; k++) {
      vectors.add(direction(k + 2));
      products.add(precision.newArray(n));
    }
    objective.hessianVectors(vectors, products);
    put("4 hessian-vectors", products);
    objective.gaussNewtonVector(v, result);
    put("gauss-newton-vector", 0, result);
    objective.gaussNewtonVectors(vectors, products);
    put("4 gauss-newton-vectors", products);
    objective.empiricalFisherVector(v, result);
    put("empirical-fisher-vector", 0, result);
    for (Diagonal kind : diagonals) {
      objective.diagonal(kind, result);
      put("diagonal " + kind, 0, result);
    }
    if (objective.hasDistribution()) {
      objective.monteCarloGaussNewtonDiagonal(SAMPLES, SEED, result);
      put("sampled diagonal", 0, result);
    }
    objective.gradientVariance(result);
    put("variance", 0, result);
  }

  private A direction(int seed) {
    Random random = new Random(seed);
    A v = precision.newArray(n);
    for (int i = 0; i < n; i++) {
      precision.set(v, i, random.nextInt(-8, 9) / 8.0);
    }
    return v;
  }

  private void put(String name, double value) {
    put(name, value, List.of());
  }

  private void put(String name, double value, A array) {
    put(name, value, List.of(array));
  }

  private void put(String name, List<A> arrays) {
    put(name, 0, arrays);
  }

  private void put(String name, double value, List<A> arrays) {
    int bytes = precision.bytes();
    ByteBuffer buffer =
        ByteBuffer.allocate(Double.BYTES + arrays.size() * n * bytes)
            .order(ByteOrder.LITTLE_ENDIAN);
    buffer.putDouble(value == value ? value : Double.NaN);
    for (A array : arrays) {
      for (int i = 0; i < n; i++) {
        double element = precision.get(array, i);
        if (bytes == Float.BYTES) {
          buffer.putFloat(element == element ? (float) element : Float.NaN);
        } else {
          buffer.putDouble(element == element ? element : Double.NaN);
        }
      }
    }
    digests.put(name, digest(buffer.array()));
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
