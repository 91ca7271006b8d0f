package io.github.curvelane.kernel;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import io.github.curvelane.Precision;

/** A call of a product as bytes describe it, and what it gives by the triple loop. */
final class ProductCase<A> {
  private static final int[] EDGES = {
    -1, 0, 1, 15, 16, 17, 31, 33, 1 << 15, 1 << 16, Integer.MAX_VALUE, Integer.MIN_VALUE
  };
  private static final double[] SPECIALS = {
    0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE, Float.MIN_VALUE, 1e38, -3
  };
  private static final int LARGEST = 40;
  private static final int LONGEST = 4000;

  private final Precision<A> precision;
  final int m;
  final int n;
  final int k;
  private final A a;
  private final A b;
  private final A c;
  private final A bias;
  private final A times;
  private final int aOffset;
  private final int bOffset;
  private final int cOffset;
  private final int biasOffset;
  private final int timesOffset;
  private final int lda;
  private final int ldb;
  private final int ldc;
  private final int ldTimes;
  private final boolean aTransposed;
  private final boolean bTransposed;
  private final boolean squareA;
  private final boolean squareB;
  private final boolean negateA;
  private final boolean accumulate;
  private final boolean lower;
  private final boolean scaled;
  private final double scale;
  private final double beta;

  ProductCase(Precision<A> precision, FuzzedDataProvider data) {
    this.precision = precision;
    m = size(data);
    n = size(data);
    k = size(data);
    aTransposed = data.consumeBoolean();
    bTransposed = data.consumeBoolean();
    squareA = data.consumeBoolean();
    squareB = data.consumeBoolean();
    negateA = data.consumeBoolean();
    accumulate = data.consumeBoolean();
    lower = data.consumeInt(0, 7) == 0;
    scaled = data.consumeBoolean();
    scale = number(data);
    beta = data.consumeBoolean() ? number(data) : 0;
    aOffset = offset(data);
    bOffset = offset(data);
    cOffset = offset(data);
    biasOffset = offset(data);
    timesOffset = offset(data);
    lda = leading(data, aTransposed ? m : k);
    ldb = leading(data, bTransposed ? k : n);
    ldc = leading(data, n);
    ldTimes = leading(data, n);
    a = array(data, aOffset, lda, aTransposed ? k : m);
    b = data.consumeInt(0, 31) == 0 ? a : array(data, bOffset, ldb, bTransposed ? n : k);
    c = data.consumeInt(0, 31) == 0 ? b : array(data, cOffset, ldc, m);
    bias = data.consumeBoolean() ? array(data, biasOffset, n, 1) : null;
    int factors = data.consumeInt(0, 3);
    times = factors == 0 ? array(data, timesOffset, ldTimes, m) : factors == 1 ? c : null;
  }

  private ProductCase(ProductCase<A> from) {
    precision = from.precision;
    m = from.m;
    n = from.n;
    k = from.k;
    aTransposed = from.aTransposed;
    bTransposed = from.bTransposed;
    squareA = from.squareA;
    squareB = from.squareB;
    negateA = from.negateA;
    accumulate = from.accumulate;
    lower = from.lower;
    scaled = from.scaled;
    scale = from.scale;
    beta = from.beta;
    aOffset = from.aOffset;
    bOffset = from.bOffset;
    cOffset = from.cOffset;
    biasOffset = from.biasOffset;
    timesOffset = from.timesOffset;
    lda = from.lda;
    ldb = from.ldb;
    ldc = from.ldc;
    ldTimes = from.ldTimes;
    a = copy(from.a);
    b = from.b == from.a ? a : copy(from.b);
    c = from.c == from.b ? b : copy(from.c);
    bias = copy(from.bias);
    times = from.times == from.c ? c : copy(from.times);
  }

  private static int size(FuzzedDataProvider data) {
    return data.consumeInt(0, 31) == 0 ? data.pickValue(EDGES) : data.consumeInt(0, LARGEST);
  }

  private static int offset(FuzzedDataProvider data) {
    return data.consumeInt(0, 31) == 0 ? data.pickValue(EDGES) : data.consumeInt(0, 20);
  }

  private static int leading(FuzzedDataProvider data, int columns) {
    return data.consumeInt(0, 31) == 0 ? data.pickValue(EDGES) : columns + data.consumeInt(0, 5);
  }

  private static double number(FuzzedDataProvider data) {
    return data.consumeInt(0, 7) == 0 ? data.pickValue(SPECIALS) : data.consumeRegularDouble(-4, 4);
  }

  /** An array that holds the matrix, if that is not too long, and sometimes one element less. */
  private A array(FuzzedDataProvider data, int offset, int ld, int rows) {
    long length = offset + (long) ld * rows + data.consumeInt(-1, 3);
    A array = precision.newArray(Math.clamp(length, 0, LONGEST));
    int seed = data.consumeInt();
    for (int i = 0; i < precision.length(array); i++) {
      seed = seed * 1_103_515_245 + 12_345;
      precision.set(array, i, (seed >> 16) / 4096.0);
    }
    for (int i = data.consumeInt(0, 3); i > 0 && precision.length(array) > 0; i--) {
      precision.set(array, data.consumeInt(0, precision.length(array) - 1), number(data));
    }
    return array;
  }

  private A copy(A array) {
    if (array == null) {
      return null;
    }
    A copy = precision.newArray(precision.length(array));
    precision.copy(array, 0, copy, 0, precision.length(array));
    return copy;
  }

  ProductCase<A> copy() {
    return new ProductCase<>(this);
  }

  void set(Product<A> product) {
    if (aTransposed) {
      product.aTransposed(a, aOffset, lda);
    } else {
      product.a(a, aOffset, lda);
    }
    if (bTransposed) {
      product.bTransposed(b, bOffset, ldb);
    } else {
      product.b(b, bOffset, ldb);
    }
    product.c(c, cOffset, ldc);
    if (squareA) {
      product.squareA();
    }
    if (squareB) {
      product.squareB();
    }
    if (negateA) {
      product.negateA();
    }
    if (accumulate) {
      product.accumulate();
    }
    if (lower) {
      product.lowerTriangle();
    }
    if (scaled) {
      product.scale(scale);
    }
    if (beta != 0) {
      product.beta(beta);
    }
    if (bias != null) {
      product.bias(bias, biasOffset);
    }
    if (times != null) {
      product.times(times, timesOffset, ldTimes);
    }
  }

  /** The documented sequence of roundings, element by element. */
  void multiplyPlainly() {
    A old = copy(c);
    A factors = times == c ? old : times;
    for (int i = 0; i < m && n > 0; i++) {
      for (int j = 0; j < (lower ? i + 1 : n); j++) {
        int at = cOffset + i * ldc + j;
        double sum = accumulate ? precision.get(old, at) : 0;
        for (int l = 0; l < k; l++) {
          sum = fma(elementOfA(i, l), elementOfB(l, j), sum);
        }
        if (scaled) {
          sum = precision.round(sum * precision.round(scale));
        }
        double roundedBeta = precision.round(beta);
        if (roundedBeta != 0) {
          sum = fma(roundedBeta, precision.get(old, at), sum);
        }
        if (bias != null) {
          sum = precision.round(sum + precision.get(bias, biasOffset + j));
        }
        if (times != null) {
          sum = precision.round(sum * precision.get(factors, timesOffset + i * ldTimes + j));
        }
        precision.set(c, at, sum);
      }
    }
  }

  private double elementOfA(int i, int l) {
    double element = precision.get(a, aOffset + (aTransposed ? l * lda + i : i * lda + l));
    double squared = squareA ? precision.round(element * element) : element;
    return negateA ? -squared : squared;
  }

  private double elementOfB(int l, int j) {
    double element = precision.get(b, bOffset + (bTransposed ? j * ldb + l : l * ldb + j));
    return squareB ? precision.round(element * element) : element;
  }

  private double fma(double x, double y, double z) {
    return precision == Precision.FLOAT
        ? Math.fma((float) x, (float) y, (float) z)
        : Math.fma(x, y, z);
  }

  void requireSame(ProductCase<A> other) {
    requireSame("a", a, other.a);
    requireSame("b", b, other.b);
    requireSame("c", c, other.c);
    requireSame("bias", bias, other.bias);
    requireSame("times", times, other.times);
  }

  private void requireSame(String name, A found, A expected) {
    if (found != null && !precision.sameBits(found, expected)) {
      throw new AssertionError("%s is not as it must be after %s".formatted(name, this));
    }
  }

  @Override
  public String toString() {
    return "m %d n %d k %d, a %d/%d%s b %d/%d%s c %d/%d, accumulate %s lower %s scale %s beta %s bias %s times %s"
        .formatted(
            m,
            n,
            k,
            aOffset,
            lda,
            aTransposed ? "T" : "",
            bOffset,
            ldb,
            bTransposed ? "T" : "",
            cOffset,
            ldc,
            accumulate,
            lower,
            scaled,
            beta,
            bias != null,
            times != null);
  }
}
