package io.github.curvelane.kernel.vector;

import jdk.incubator.vector.VectorShape;

/**
 * The vector width of this process: the widest that the machine has registers for, or a narrower
 * one asked for by the system property {@code curvelane.vector.bits}.
 */
public final class Widths {
  /** The name of the property that asks for a width: 128, 256 or 512. */
  public static final String PROPERTY = "curvelane.vector.bits";

  /**
   * The widest supported here: 128, 256 or 512 bits. Asking a species would load all of its type.
   */
  public static final int WIDEST =
      Math.clamp(VectorShape.preferredShape().vectorBitSize(), 128, 512);

  /**
   * The width asked for, or the widest. What is not a width was refused before this class is used.
   */
  public static final int ASKED = Integer.getInteger(PROPERTY, WIDEST);

  /** The width in use: the one asked for, or the widest when that is narrower. */
  public static final int BITS = Math.min(WIDEST, ASKED);

  /**
   * Vector registers of the machine, whatever width is in use: 16 on x86 without AVX-512, else 32.
   */
  static final int REGISTERS =
      WIDEST < 512 && !System.getProperty("os.arch").equals("aarch64") ? 16 : 32;

  private Widths() {}
}
