package io.github.curvelane.io;

/**
 * The types of elements that are read; the safetensors format has a few more, which are refused.
 */
public enum TensorType {
  /** 0 for false, 1 for true, a byte each. */
  BOOL(1),
  /** Unsigned 8-bit integers. */
  U8(1),
  /** Signed 8-bit integers. */
  I8(1),
  /** Signed 16-bit integers. */
  I16(2),
  /** Unsigned 16-bit integers. */
  U16(2),
  /** Signed 32-bit integers. */
  I32(4),
  /** Unsigned 32-bit integers. */
  U32(4),
  /** Signed 64-bit integers. */
  I64(8),
  /** Unsigned 64-bit integers. */
  U64(8),
  /** Four bits of exponent and three of fraction, without infinities (OCP 8-bit floats). */
  F8_E4M3(1),
  /** The upper half of an IEEE 754 binary16. */
  F8_E5M2(1),
  /** IEEE 754 binary16. */
  F16(2),
  /** The upper half of an IEEE 754 binary32. */
  BF16(2),
  /** IEEE 754 binary32. */
  F32(4),
  /** IEEE 754 binary64. */
  F64(8);

  private final int bytes;

  TensorType(int bytes) {
    this.bytes = bytes;
  }

  /**
   * Returns the size of an element.
   *
   * @return 1, 2, 4 or 8
   */
  public int bytes() {
    return bytes;
  }

  /**
   * Tells whether elements are floating-point numbers.
   *
   * @return false for integers
   */
  public boolean isFloating() {
    return name().charAt(0) == 'F' || this == BF16;
  }
}
