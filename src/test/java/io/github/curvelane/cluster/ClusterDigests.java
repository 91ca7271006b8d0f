package io.github.curvelane.cluster;

import io.github.curvelane.Diagonal;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * A program that prints the digests of all quantities on {@link MnistCopies}, a line each: network,
 * precision, examples, quantity, digest. What forms them is said on the standard error, and is not
 * part of the lines: they must be the same for all.
 *
 * <p>Arguments: the directory of MNIST; layers, such as {@code 784-300-10}; {@code float} or {@code
 * double}; the number of examples; {@code objective} or {@code workers}; the number of threads;
 * {@code all} or {@code fast}, which leaves out the exact diagonal of the Hessian.
 */
final class ClusterDigests {
  private ClusterDigests() {}

  static void main(String[] arguments) throws Exception {
    if (arguments[2].equals("double")) {
      run(Precision.DOUBLE, arguments);
    } else {
      run(Precision.FLOAT, arguments);
    }
  }

  private static <A> void run(Precision<A> precision, String[] arguments) throws Exception {
    int[] sizes = Arrays.stream(arguments[1].split("-")).mapToInt(Integer::parseInt).toArray();
    Network<A> network =
        Network.perceptron(precision, Activation.lecunTanh(), Activation.identity(), sizes);
    Loss loss = Loss.softmaxCrossEntropy();
    A theta = network.initialize(Initializer.FAN_IN, 1);
    int examples = Integer.parseInt(arguments[3]);
    Set<Diagonal> diagonals = EnumSet.allOf(Diagonal.class);
    if (arguments[6].equals("fast")) {
      diagonals.remove(Diagonal.HESSIAN);
    }
    MnistCopies<A> digits = MnistCopies.of(precision, Path.of(arguments[0]));
    Map<String, String> digests;
    long begun;
    try (Parallelism threads = Parallelism.threads(Integer.parseInt(arguments[5]))) {
      if (arguments[4].equals("workers")) {
        var workers =
            ThreadWorkers.of(new NetworkChunks<>(network, loss), digits.blocks(examples), threads);
        begun = System.nanoTime();
        digests = QuantityDigests.of(new ClusterObjective<>(workers), theta, diagonals);
      } else {
        var objective =
            new NetworkObjective<>(
                network.newWorkspace(examples, threads),
                loss,
                digits.inputs(0, examples),
                digits.targets(0, examples));
        begun = System.nanoTime();
        digests = QuantityDigests.of(objective, theta, diagonals);
      }
    }
    System.err.printf(
        "%s: %.0f s%n", String.join(" ", arguments), (System.nanoTime() - begun) / 1e9);
    digests.forEach(
        (quantity, digest) ->
            System.out.printf(
                "%s %s %d %s %s%n",
                arguments[1], precision, examples, quantity.replace(' ', '-'), digest));
  }
}
