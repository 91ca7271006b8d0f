package io.github.curvelane.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutions against the plain loops, against products, and against each other. */
class ConvolutionTest {
  private static final int OFFSET = 3;
  private static final double[] SPECIAL = {
    0, -0.0, 1e-42, -Double.MIN_VALUE, 1e-30, 1e30, Double.NaN, Double.POSITIVE_INFINITY
  };

  static List<Precision<?>> precisions() {
    return List.of(Precision.FLOAT, Precision.DOUBLE);
  }

  /** The shapes that something is special about, then random ones. */
  private static List<ConvolutionShape> shapes() {
    List<ConvolutionShape> shapes = new ArrayList<>();
    shapes.add(ConvolutionShape.of(1, 1, 1, 1, 1, 1));
    shapes.add(ConvolutionShape.of(3, 4, 2, 5, 3, 4));
    shapes.add(ConvolutionShape.of(5, 3, 17, 33, 1, 1));
    shapes.add(ConvolutionShape.of(9, 8, 2, 3, 2, 1).withStride(3, 4));
    shapes.add(ConvolutionShape.of(3, 4, 2, 3, 3, 2).withPadding(2, 3));
    shapes.add(ConvolutionShape.of(9, 10, 3, 16, 3, 2).withDilation(2, 3).withPadding(1, 0));
    shapes.add(ConvolutionShape.of(5, 6, 18, 18, 3, 3).withGroups(18).withPadding(1, 1));
    shapes.add(ConvolutionShape.of(6, 5, 33, 33, 2, 3).withGroups(33).withStride(1, 2));
    shapes.add(ConvolutionShape.of(6, 5, 4, 12, 2, 3).withGroups(4));
    shapes.add(ConvolutionShape.of(1, 20, 3, 7, 1, 5).withStride(1, 2));
    shapes.add(ConvolutionShape.of(12, 12, 1, 6, 5, 5));
    shapes.add(ConvolutionShape.of(13, 29, 1, 2, 3, 3).withPadding(1, 1));
    shapes.add(ConvolutionShape.of(8, 8, 6, 16, 5, 5));
    shapes.add(ConvolutionShape.of(6, 7, 16, 40, 3, 3).withPadding(1, 1));
    SplittableRandom random = new SplittableRandom(5);
    while (shapes.size() < 90) {
      shapes.add(drawn(random));
    }
    return shapes;
  }

  private static ConvolutionShape drawn(SplittableRandom random) {
    int groups = random.nextInt(3) == 0 ? random.nextInt(1, 4) : 1;
    int windowY = random.nextInt(1, 5);
    int windowX = random.nextInt(1, 5);
    int dilationY = random.nextInt(3) == 0 ? 2 : 1;
    int dilationX = random.nextInt(3) == 0 ? 2 : 1;
    int paddingY = random.nextInt(3);
    int paddingX = random.nextInt(3);
    int height = Math.max(1, (windowY - 1) * dilationY + 1 - 2 * paddingY) + random.nextInt(6);
    int width = Math.max(1, (windowX - 1) * dilationX + 1 - 2 * paddingX) + random.nextInt(6);
    int channels = groups * random.nextInt(1, random.nextBoolean() ? 4 : 20);
    int maps = groups * random.nextInt(1, random.nextBoolean() ? 9 : 40);
    return new ConvolutionShape(
        height,
        width,
        channels,
        maps,
        windowY,
        windowX,
        random.nextInt(1, 4),
        random.nextInt(1, 4),
        paddingY,
        paddingX,
        dilationY,
        dilationX,
        groups);
  }

  /** Numbers, of which some are special where a seed is odd. */
  private static <A> A numbers(Precision<A> precision, long length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    A array = precision.newArray(OFFSET + (int) length);
    for (int i = 0; i < OFFSET + length; i++) {
      boolean special = seed % 2 != 0 && random.nextInt(25) == 0;
      double v = special ? SPECIAL[random.nextInt(SPECIAL.length)] : random.nextDouble(-1, 1);
      precision.set(array, i, v);
    }
    return array;
  }

  /** One operation of a convolution on given numbers. */
  private record Case<A>(
      Precision<A> precision, ConvolutionShape shape, int examples, String what, long seed) {
    private static final List<String> ALL =
        List.of(
            "outputs",
            "outputs, bias",
            "outputs, unit bias, times",
            "outputs, accumulate, bias",
            "input gradient",
            "input gradient, square, times",
            "input gradient, pair, accumulate",
            "input gradient, pair",
            "weight gradient",
            "weight gradient, square, accumulate",
            "bias gradient");

    A result(Kernels<A> kernels, Parallelism parallelism) {
      return result(kernels.newConvolution(shape, parallelism));
    }

    A result(Convolution<A> convolution) {
      A x = numbers(precision, (long) examples * shape.inputs(), seed);
      A y = numbers(precision, (long) examples * shape.outputs(), 3 * seed);
      A w = numbers(precision, shape.weights(), 5 * seed);
      A bias = numbers(precision, shape.outputs(), 7 * seed);
      convolution.y(y, OFFSET);
      if (!what.startsWith("bias")) {
        convolution.x(x, OFFSET).weights(w, OFFSET);
      }
      if (what.contains("unit bias")) {
        convolution.unitBias(bias, OFFSET);
      } else if (what.contains("bias")) {
        convolution.bias(bias, OFFSET);
      }
      boolean back = what.startsWith("input");
      int columns = back ? shape.inputs() : shape.outputs();
      if (what.contains("times")) {
        A times = numbers(precision, (long) examples * columns, 11 * seed);
        convolution.times(times, OFFSET, columns);
      }
      if (what.contains("pair")) {
        A secondY = numbers(precision, (long) examples * shape.outputs(), 13 * seed);
        A secondW = numbers(precision, shape.weights(), 17 * seed);
        convolution.then(secondY, OFFSET, secondW, OFFSET);
      }
      if (what.contains("square")) {
        convolution.square();
      }
      if (what.contains("accumulate")) {
        convolution.accumulate();
      }
      if (what.startsWith("outputs")) {
        convolution.outputs(examples);
        return y;
      } else if (back) {
        convolution.inputGradient(examples);
        return x;
      } else if (what.startsWith("weight")) {
        convolution.weightGradient(examples);
        return w;
      }
      convolution.biasGradient(examples);
      return bias;
    }
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void theBitsAreThoseOfThePlainLoops(Precision<A> precision) {
    int seed = 1;
    for (ConvolutionShape shape : shapes()) {
      for (String what : Case.ALL) {
        Case<A> each = new Case<>(precision, shape, seed % 4, what, seed);
        A expected = each.result(Kernels.scalar(precision), Parallelism.none());
        A actual = each.result(Kernels.of(precision), Parallelism.none());
        assertThat(precision.sameBits(actual, expected)).as("%s", each).isTrue();
        seed++;
      }
    }
  }

  /** Several blocks of examples, several chains, and work that is shared. */
  @ParameterizedTest
  @MethodSource("precisions")
  <A> void threadsAndReuseDoNotMoveBits(Precision<A> precision) {
    List<ConvolutionShape> shapes =
        List.of(
            ConvolutionShape.of(30, 30, 1, 5, 3, 3),
            ConvolutionShape.of(12, 12, 4, 18, 3, 3).withPadding(1, 1));
    try (Parallelism three = Parallelism.threads(3)) {
      for (ConvolutionShape shape : shapes) {
        Convolution<A> one = Kernels.of(precision).newConvolution(shape, Parallelism.none());
        Convolution<A> shared = Kernels.of(precision).newConvolution(shape, three);
        for (String what : Case.ALL) {
          for (int examples : new int[] {61, 3}) {
            Case<A> each = new Case<>(precision, shape, examples, what, 2);
            A expected = each.result(one);
            assertThat(precision.sameBits(each.result(shared), expected)).as("%s", each).isTrue();
          }
        }
        Case<A> sums = new Case<>(precision, shape, 61, "weight gradient", 2);
        A expected = sums.result(Kernels.scalar(precision), Parallelism.none());
        assertThat(precision.sameBits(sums.result(one), expected)).isTrue();
      }
    }
  }

  /** A kernel that covers the image is a dense layer over examples, gradients included. */
  @ParameterizedTest
  @MethodSource("precisions")
  <A> void aWindowOfTheWholeImageIsAProductOverExamples(Precision<A> precision) {
    ConvolutionShape shape = ConvolutionShape.of(4, 3, 5, 19, 4, 3);
    compareWithProducts(precision, shape, 37, 37);
  }

  /** A 1×1 window of stride 1 is a dense layer over rows, sums over rows of one chain included. */
  @ParameterizedTest
  @MethodSource("precisions")
  <A> void aWindowOfOneElementIsAProductOverRows(Precision<A> precision) {
    ConvolutionShape shape = ConvolutionShape.of(16, 16, 7, 6, 1, 1);
    assertThat(shape.examplesPerChain()).isEqualTo(16);
    compareWithProducts(precision, shape, 16, 16 * 256);
  }

  private static <A> void compareWithProducts(
      Precision<A> precision, ConvolutionShape shape, int examples, int rows) {
    Kernels<A> kernels = Kernels.of(precision);
    Convolution<A> convolution = kernels.newConvolution(shape, Parallelism.none());
    Product<A> product = kernels.newProduct(Parallelism.none());
    int terms = shape.terms();
    int maps = shape.maps();
    A x = numbers(precision, (long) rows * terms, 2);
    A w = numbers(precision, shape.weights(), 1);
    A bias = numbers(precision, maps, 4);
    A u = numbers(precision, (long) rows * maps, 6);
    A y = numbers(precision, (long) rows * maps, 8);
    A z = numbers(precision, (long) rows * maps, 8);
    convolution.x(x, OFFSET).weights(w, OFFSET).bias(bias, OFFSET).y(y, OFFSET).outputs(examples);
    product.a(x, OFFSET, terms).b(w, OFFSET, maps).bias(bias, OFFSET).c(z, OFFSET, maps);
    product.multiply(rows, maps, terms);
    assertThat(precision.sameBits(y, z)).as("outputs").isTrue();
    A sum = numbers(precision, shape.weights(), 10);
    A other = numbers(precision, shape.weights(), 10);
    convolution.x(x, OFFSET).y(u, OFFSET).weights(sum, OFFSET).square().weightGradient(examples);
    product.aTransposed(x, OFFSET, terms).squareA().b(u, OFFSET, maps).c(other, OFFSET, maps);
    product.multiply(terms, maps, rows);
    assertThat(precision.sameBits(sum, other)).as("weight gradient").isTrue();
    A back = numbers(precision, (long) rows * terms, 12);
    A expected = numbers(precision, (long) rows * terms, 12);
    convolution.y(u, OFFSET).weights(w, OFFSET).x(back, OFFSET).inputGradient(examples);
    product.a(u, OFFSET, maps).bTransposed(w, OFFSET, maps).c(expected, OFFSET, terms);
    product.multiply(rows, terms, maps);
    for (int i = 0; i < rows * terms; i++) {
      precision.set(expected, OFFSET + i, precision.get(expected, OFFSET + i) + 0.0);
    }
    assertThat(precision.sameBits(back, expected)).as("input gradient").isTrue();
    A biases = precision.newArray(maps);
    convolution.y(u, OFFSET).bias(biases, 0).biasGradient(examples);
    A columns = precision.newArray(maps);
    kernels.vectorAlgebra().columnSums(rows, maps, u, OFFSET, maps, columns, 0);
    assertThat(precision.sameBits(biases, columns)).as("bias gradient").isTrue();
  }

  /** Its border is data: infinite and subnormal weights meet its zeros. */
  @ParameterizedTest
  @MethodSource("precisions")
  <A> void paddingIsAnImageWithZerosAround(Precision<A> precision) {
    ConvolutionShape shape = ConvolutionShape.of(4, 5, 3, 18, 3, 3).withPadding(2, 1);
    ConvolutionShape larger = ConvolutionShape.of(8, 7, 3, 18, 3, 3);
    int examples = 3;
    A x = numbers(precision, (long) examples * shape.inputs(), 1);
    A around = precision.newArray(OFFSET + examples * larger.inputs());
    A inside = numbers(precision, (long) examples * shape.inputs(), 2);
    for (int e = 0; e < examples; e++) {
      for (int row = 0; row < 4; row++) {
        int from = OFFSET + (e * 4 + row) * 15;
        precision.copy(x, from, around, OFFSET + (e * 8 + row + 2) * 21 + 3, 15);
      }
    }
    A w = numbers(precision, shape.weights(), 3);
    A u = numbers(precision, (long) examples * shape.outputs(), 5);
    A y = numbers(precision, (long) examples * shape.outputs(), 2);
    A z = numbers(precision, (long) examples * shape.outputs(), 2);
    Kernels<A> kernels = Kernels.of(precision);
    Convolution<A> padded = kernels.newConvolution(shape, Parallelism.none());
    Convolution<A> plain = kernels.newConvolution(larger, Parallelism.none());
    padded.x(x, OFFSET).weights(w, OFFSET).y(y, OFFSET).outputs(examples);
    plain.x(around, OFFSET).weights(w, OFFSET).y(z, OFFSET).outputs(examples);
    assertThat(precision.sameBits(y, z)).as("outputs").isTrue();
    A sum = precision.newArray(shape.weights());
    A other = precision.newArray(shape.weights());
    padded.x(x, OFFSET).weights(sum, 0).y(u, OFFSET).weightGradient(examples);
    plain.x(around, OFFSET).weights(other, 0).y(u, OFFSET).weightGradient(examples);
    assertThat(precision.sameBits(sum, other)).as("weight gradient").isTrue();
    padded.x(inside, OFFSET).weights(w, OFFSET).y(u, OFFSET).inputGradient(examples);
    plain.x(around, OFFSET).weights(w, OFFSET).y(u, OFFSET).inputGradient(examples);
    A cut = numbers(precision, (long) examples * shape.inputs(), 2);
    for (int e = 0; e < examples; e++) {
      for (int row = 0; row < 4; row++) {
        int to = OFFSET + (e * 4 + row) * 15;
        precision.copy(around, OFFSET + (e * 8 + row + 2) * 21 + 3, cut, to, 15);
      }
    }
    assertThat(precision.sameBits(inside, cut)).as("input gradient").isTrue();
  }

  /** A chain is −0 only if its terms underflow, and nothing that is not a term may change that. */
  @ParameterizedTest
  @MethodSource("precisions")
  <A> void sumsThatUnderflowKeepTheirSign(Precision<A> precision) {
    double tiny = precision == Precision.FLOAT ? 1e-30 : 1e-200;
    for (ConvolutionShape shape :
        List.of(
            ConvolutionShape.of(6, 7, 3, 20, 3, 3),
            ConvolutionShape.of(30, 30, 1, 5, 3, 3),
            ConvolutionShape.of(5, 6, 18, 18, 3, 3).withGroups(18))) {
      A x = precision.newArray(shape.inputs());
      A w = precision.newArray(shape.weights());
      A y = precision.newArray(shape.outputs());
      precision.fill(x, 0, shape.inputs(), tiny);
      precision.fill(w, 0, shape.weights(), -tiny);
      Convolution<A> convolution = Kernels.of(precision).newConvolution(shape, Parallelism.none());
      convolution.x(x, 0).weights(w, 0).y(y, 0).outputs(1);
      for (int i = 0; i < shape.outputs(); i++) {
        assertThat(1 / precision.get(y, i)).as("%s", shape).isEqualTo(Double.NEGATIVE_INFINITY);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void anImageMovedByTheStrideMovesItsOutputs(Precision<A> precision) {
    ConvolutionShape shape = ConvolutionShape.of(1, 40, 3, 9, 1, 4).withStride(1, 2);
    A x = numbers(precision, 46L * 3, 1);
    A w = numbers(precision, shape.weights(), 2);
    A y = precision.newArray(shape.outputs());
    A moved = precision.newArray(shape.outputs());
    Convolution<A> convolution = Kernels.of(precision).newConvolution(shape, Parallelism.none());
    convolution.x(x, 0).weights(w, 0).y(y, 0).outputs(1);
    convolution.x(x, 6).weights(w, 0).y(moved, 0).outputs(1);
    int common = shape.outputs() - 9;
    A expected = precision.newArray(common);
    A actual = precision.newArray(common);
    precision.copy(y, 9, expected, 0, common);
    precision.copy(moved, 0, actual, 0, common);
    assertThat(precision.sameBits(actual, expected)).isTrue();
  }

  @Test
  void sweepsCoverWholeExamples() {
    ConvolutionShape shape = ConvolutionShape.of(5, 5, 2, 3, 3, 3);
    Convolution<float[]> convolution =
        Kernels.of(Precision.FLOAT).newConvolution(shape, Parallelism.none());
    int[] swept = new int[50];
    BlockSweep sweep =
        (i0, i1, j0, j1) -> {
          assertThat(List.of(j0, j1)).isEqualTo(List.of(0, shape.outputs()));
          for (int i = i0; i < i1; i++) {
            swept[i]++;
          }
        };
    float[] w = new float[shape.weights()];
    float[] x = new float[50 * shape.inputs()];
    float[] y = new float[50 * shape.outputs()];
    convolution.x(x, 0).weights(w, 0).y(y, 0).sweep(sweep).outputs(50);
    assertThat(swept).containsOnly(1);
    convolution
        .x(x, 0)
        .weights(w, 0)
        .y(y, 0)
        .sweep((_, _, _, _) -> convolution.toString())
        .inputGradient(50);
    refused(
        IllegalStateException.class,
        () ->
            convolution
                .x(x, 0)
                .weights(w, 0)
                .y(y, 0)
                .sweep((_, _, _, _) -> convolution.outputs(1))
                .outputs(1),
        "this convolution is running: a sweep must not use it");
  }

  @Test
  void shapesThatCannotBeAreRefusedByName() {
    ConvolutionShape shape = ConvolutionShape.of(8, 9, 6, 4, 3, 3);
    refused(() -> ConvolutionShape.of(0, 1, 1, 1, 1, 1), "height is 0, must be at least 1");
    refused(() -> ConvolutionShape.of(1, 1, 1, 1, 1, 0), "windowWidth is 0, must be at least 1");
    refused(() -> shape.withStride(1, 0), "strideX is 0, must be at least 1");
    refused(() -> shape.withPadding(-1, 0), "paddingY is -1, must be at least 0");
    refused(() -> shape.withDilation(0, 1), "dilationY is 0, must be at least 1");
    refused(() -> shape.withGroups(4), "groups is 4, must divide the 6 channels");
    refused(() -> shape.withGroups(3), "groups is 3, must divide the 4 maps");
    refused(
        () -> ConvolutionShape.of(2, 9, 1, 1, 3, 3),
        "windowHeight is 3 with dilation 1, 3 in all, must be at most the surrounded image's 2");
    refused(
        () -> shape.withDilation(1, 5),
        "windowWidth is 3 with dilation 5, 11 in all, must be at most the surrounded image's 9");
    refused(
        () -> ConvolutionShape.of(50_000, 50_000, 1, 1, 1, 1),
        "surrounded image of 50000 x 50000 x 1 has more than 2147483647 elements");
    refused(
        () -> ConvolutionShape.of(1000, 1000, 1, 3000, 1, 1),
        "output of 1000 x 1000 x 3000 has more than 2147483647 elements");
    refused(
        () -> ConvolutionShape.of(100, 100, 10_000, 10_000, 100, 100),
        "weight of 100 x 1000000 x 10000 has more than 2147483647 elements");
    assertThat(ConvolutionShape.of(70, 70, 1, 1, 1, 1).examplesPerChain()).isEqualTo(1);
    assertThat(ConvolutionShape.of(1, 1, 1, 1, 1, 1).examplesPerChain())
        .isEqualTo(Arithmetic.EXAMPLE_CHUNK);
  }

  @Test
  void whatDoesNotFitIsRefusedByNameAndForgotten() {
    ConvolutionShape shape = ConvolutionShape.of(4, 4, 1, 2, 3, 3);
    Convolution<float[]> convolution =
        Kernels.of(Precision.FLOAT).newConvolution(shape, Parallelism.none());
    float[] x = new float[32];
    float[] w = new float[18];
    float[] y = new float[16];
    Consumer<Convolution<float[]>> all = c -> c.x(x, 0).weights(w, 0).y(y, 0);
    refuses(convolution, all, c -> c.outputs(-1), "examples is -1, must be at least 0");
    refuses(
        convolution, all, c -> c.outputs(3), "x ends at index 48 (offset 0), but its length is 32");
    refuses(
        convolution,
        all,
        c -> c.x(x, 9).inputGradient(2),
        "x ends at index 41 (offset 9), but its length is 32");
    refuses(
        convolution,
        all,
        c -> c.weights(w, 1).outputs(1),
        "weights ends at index 19 (offset 1), but its length is 18");
    refuses(
        convolution, all, c -> c.y(y, -1).outputs(1), "the offset of y is -1, must be at least 0");
    refuses(convolution, all, c -> c.y(x, 8).outputs(1), "y (offset 8) overlaps x (offset 0)");
    refuses(
        convolution, all, c -> c.bias(y, 7).outputs(1), "y (offset 0) overlaps bias (offset 7)");
    refuses(
        convolution,
        all,
        c -> c.unitBias(w, 11).outputs(1),
        "bias ends at index 19 (offset 11), but its length is 18");
    refuses(
        convolution,
        all,
        c -> c.times(y, 8, 8).outputs(2),
        "times ends at index 24 (offset 8), but its length is 16");
    refuses(
        convolution,
        all,
        c -> c.times(y, 7, 8).outputs(1),
        "y (offset 0) overlaps times (offset 7)");
    refuses(
        convolution,
        all,
        c -> c.times(x, 0, 8).inputGradient(1),
        "the leading dimension of times is 8, must be 16");
    refuses(
        convolution,
        all,
        c -> c.weights(x, 30).weightGradient(2),
        "weights ends at index 48 (offset 30), but its length is 32");
    refuses(
        convolution,
        all,
        c -> c.y(w, 10).weightGradient(1),
        "weights (offset 0) overlaps y (offset 10)");
    refuses(
        convolution,
        all,
        c -> c.then(y, 0, x, 3).inputGradient(1),
        "x (offset 0) overlaps the second weights (offset 3)");
    refuses(
        convolution,
        c -> c.y(y, 0),
        c -> c.bias(y, 15).biasGradient(2),
        "bias ends at index 17 (offset 15), but its length is 16");
    refuses(
        convolution,
        c -> c.y(y, 0),
        c -> c.bias(y, 14).biasGradient(2),
        "bias (offset 14) overlaps y (offset 0)");
    missing(convolution, _ -> {}, c -> c.outputs(1), "x is not set");
    missing(convolution, c -> c.x(x, 0), c -> c.outputs(1), "weights is not set");
    missing(convolution, c -> c.x(x, 0).weights(w, 0), c -> c.outputs(1), "y is not set");
    missing(convolution, c -> c.y(y, 0), c -> c.biasGradient(1), "bias is not set");
    useless(convolution, all, Convolution::square, "square", "outputs");
    useless(convolution, all, c -> c.then(y, 0, w, 0), "then", "outputs");
    useless(convolution, all, c -> c.bias(y, 0), "bias", "inputGradient");
    useless(convolution, all, c -> c.times(y, 0, 8), "times", "weightGradient");
    useless(convolution, all, c -> c.sweep((_, _, _, _) -> {}), "sweep", "weightGradient");
    useless(convolution, c -> c.bias(y, 8).y(y, 0), c -> c.x(x, 0), "x", "biasGradient");
    useless(
        convolution,
        c -> c.bias(y, 8).y(y, 0),
        Convolution::accumulate,
        "accumulate",
        "biasGradient");
    useless(convolution, c -> c.y(y, 0), c -> c.unitBias(y, 8), "unitBias", "biasGradient");
    assertThatThrownBy(() -> convolution.x(null, 0)).hasMessage("x is null");
    assertThatThrownBy(() -> convolution.sweep(null)).hasMessage("sweep is null");
    assertThat(y).containsOnly(0);
    assertThat(w).containsOnly(0);
  }

  private static void refuses(
      Convolution<float[]> convolution,
      Consumer<Convolution<float[]>> settings,
      Consumer<Convolution<float[]>> operation,
      String message) {
    settings.accept(convolution);
    refused(() -> operation.accept(convolution), message);
  }

  private static void missing(
      Convolution<float[]> convolution,
      Consumer<Convolution<float[]>> settings,
      Consumer<Convolution<float[]>> operation,
      String message) {
    settings.accept(convolution);
    refused(IllegalStateException.class, () -> operation.accept(convolution), message);
  }

  private static void useless(
      Convolution<float[]> convolution,
      Consumer<Convolution<float[]>> settings,
      Consumer<Convolution<float[]>> setting,
      String name,
      String operation) {
    missing(
        convolution,
        settings.andThen(setting),
        c -> {
          switch (operation) {
            case "outputs" -> c.outputs(1);
            case "inputGradient" -> c.inputGradient(1);
            case "weightGradient" -> c.weightGradient(1);
            default -> c.biasGradient(1);
          }
        },
        "%s is set, which %s() has no use for".formatted(name, operation));
  }

  private static void refused(ThrowingCallable call, String message) {
    refused(IllegalArgumentException.class, call, message);
  }

  private static void refused(
      Class<? extends Exception> type, ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(type).hasMessage(message);
  }
}
