package io.github.curvelane.kernel;

import io.github.curvelane.kernel.contract.KernelSet;
import io.github.curvelane.kernel.scalar.ScalarDoubleKernels;
import io.github.curvelane.kernel.scalar.ScalarFloatKernels;
import io.github.curvelane.kernel.vector.VectorDoubleKernels;
import io.github.curvelane.kernel.vector.VectorFloatKernels;
import io.github.curvelane.kernel.vector.Widths;
import java.lang.System.Logger.Level;
import java.util.Objects;

/**
 * Which kernels this process uses, chosen once when the first kernel is asked for: vectors when the
 * module {@code jdk.incubator.vector} is resolved and the JVM compiles with C2, plain loops
 * otherwise. The choice never changes a result, only the speed. Nothing is logged (a first line
 * costs a new process some 70 ms) unless something slows the library down that a flag would mend:
 * that is one {@code WARNING} of the logger {@code io.github.curvelane}, which names the flag.
 *
 * <p>Two system properties, read once, force a choice: {@code curvelane.provider} ({@code vector}
 * or {@code scalar}) and {@code curvelane.vector.bits} (128, 256 or 512; a width beyond the
 * machine's is reduced to it).
 *
 * @param name {@code vector} or {@code scalar}
 * @param bits the vector width in bits; 0 for scalar
 * @param fma whether the machine has fused multiply-add in hardware
 * @param reason why it was chosen
 */
public record Provider(String name, int bits, boolean fma, String reason) {
  private static final String PROVIDER_PROPERTY = "curvelane.provider";
  private static final String BITS_PROPERTY = "curvelane.vector.bits";
  private static final String MODULE = "jdk.incubator.vector";

  /** Creates a description; {@link #current} tells which provider there is. */
  public Provider {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(reason, "reason");
  }

  /**
   * Returns the choice made for this process.
   *
   * @return the provider in use
   * @throws IllegalArgumentException if a property has a value that is not one of those above
   */
  public static Provider current() {
    if (Choice.REFUSAL != null) {
      throw new IllegalArgumentException(Choice.REFUSAL);
    }
    return Choice.PROVIDER;
  }

  static KernelSet<float[]> floatKernels() {
    return current().isVector() ? new VectorFloatKernels() : new ScalarFloatKernels();
  }

  static KernelSet<double[]> doubleKernels() {
    return current().isVector() ? new VectorDoubleKernels() : new ScalarDoubleKernels();
  }

  boolean isVector() {
    return name.equals("vector");
  }

  /**
   * The choice, made on first use. A wrong property is kept as a refusal, so every use names it.
   */
  private static final class Choice {
    private static final String FORCED = System.getProperty(PROVIDER_PROPERTY, "");
    private static final String WIDTH = System.getProperty(BITS_PROPERTY, "");

    static final String REFUSAL = refusal();
    static final Provider PROVIDER = REFUSAL == null ? choose() : null;

    private static String refusal() {
      if (!FORCED.isEmpty() && !FORCED.equals("vector") && !FORCED.equals("scalar")) {
        return PROVIDER_PROPERTY + " is '" + FORCED + "', must be 'vector' or 'scalar'";
      }
      return switch (WIDTH) {
        case "", "128", "256", "512" -> null;
        default -> BITS_PROPERTY + " is '" + WIDTH + "', must be 128, 256 or 512";
      };
    }

    private static Provider choose() {
      boolean resolved = ModuleLayer.boot().findModule(MODULE).isPresent();
      boolean fma = FusedMultiplyAdd.isFast();
      Provider provider = choose(resolved, fma);
      warn(provider, resolved);
      return provider;
    }

    private static Provider choose(boolean resolved, boolean fma) {
      if (FORCED.equals("scalar")) {
        return new Provider("scalar", 0, fma, PROVIDER_PROPERTY + "=scalar");
      }
      if (!resolved) {
        return new Provider("scalar", 0, fma, "the module " + MODULE + " is not resolved");
      }
      if (FORCED.isEmpty() && C2.ABSENT_BECAUSE_OF != null) {
        return new Provider("scalar", 0, fma, C2.ABSENT_BECAUSE_OF + ": the JVM has no C2");
      }
      return new Provider("vector", Widths.BITS, fma, vectorReason());
    }

    private static String vectorReason() {
      String why =
          FORCED.isEmpty()
              ? "the module " + MODULE + " is resolved"
              : PROVIDER_PROPERTY + "=" + FORCED;
      String width = WIDTH.isEmpty() ? "the machine's width" : BITS_PROPERTY + "=" + WIDTH;
      return why + ", " + width;
    }

    private static void warn(Provider provider, boolean resolved) {
      if (!resolved && !FORCED.equals("scalar")) {
        warn(
            "Curvelane runs its scalar kernels, which are many times slower: start the JVM with"
                + " --add-modules jdk.incubator.vector");
      } else if (C2.ABSENT_BECAUSE_OF != null && FORCED.isEmpty()) {
        warn(
            "Curvelane runs its scalar kernels, which are many times slower, because vectors are"
                + " slower still without the compiler C2: start the JVM without "
                + C2.ABSENT_BECAUSE_OF);
      } else if (provider.isVector() && !WIDTH.isEmpty() && Widths.BITS != Widths.ASKED) {
        warn(
            BITS_PROPERTY
                + "="
                + WIDTH
                + " is wider than this machine's vectors: "
                + Widths.BITS
                + " bits are used");
      }
      if (!provider.fma()) {
        warn(
            "This machine or JVM has no fused multiply-add in hardware: results are the same, but"
                + " every kernel is orders of magnitude slower");
      }
    }

    private static void warn(String message) {
      System.getLogger("io.github.curvelane").log(Level.WARNING, message);
    }
  }
}
