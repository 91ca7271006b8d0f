package io.github.curvelane.io;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Damage of the kinds that files suffer, and some that only a careful enemy does. */
final class Damage {
  private static final String[] ENDS = {
    "-1",
    "0",
    "2147483647",
    "2147483648",
    "4294967297",
    "9223372036854775807",
    "9223372036854775808",
    "1e400",
    "1e-400",
    "-0"
  };

  private Damage() {}

  static byte[] to(byte[] original, Random random) {
    byte[] damaged = original.clone();
    for (int times = 1 + random.nextInt(3); times > 0 && damaged.length > 0; times--) {
      damaged = once(damaged, random);
    }
    return damaged;
  }

  private static byte[] once(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length);
    byte[] changed = bytes.clone();
    switch (random.nextInt(10)) {
      case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> changed[at] = (byte) random.nextInt();
      case 2 -> changed[at] = (byte) "0123456789{}[]\",: ".charAt(random.nextInt(18));
      case 3 -> changed = Arrays.copyOf(bytes, at);
      case 4 -> changed = insert(bytes, at, (byte) random.nextInt());
      case 5 -> {
        changed = Arrays.copyOf(bytes, bytes.length - 1);
        System.arraycopy(bytes, at + 1, changed, at, bytes.length - at - 1);
      }
      case 6 -> changed = extended(bytes, random);
      case 7 -> {
        int length = Math.min(bytes.length - at, 1 + random.nextInt(32));
        int from = random.nextInt(bytes.length - length + 1);
        System.arraycopy(bytes, from, changed, at, length);
      }
      case 8 -> changed = withNumber(bytes, at, random);
      default -> changed[random.nextInt(Math.min(8, bytes.length))] = (byte) random.nextInt();
    }
    return changed;
  }

  private static byte[] extended(byte[] bytes, Random random) {
    byte[] tail = new byte[1 + random.nextInt(64)];
    random.nextBytes(tail);
    byte[] longer = Arrays.copyOf(bytes, bytes.length + tail.length);
    System.arraycopy(tail, 0, longer, bytes.length, tail.length);
    return longer;
  }

  /** Replaces the number in digits at a place, or behind it, by one at the ends of a type. */
  private static byte[] withNumber(byte[] bytes, int at, Random random) {
    int from = at;
    while (from < bytes.length && !isDigit(bytes[from])) {
      from++;
    }
    int to = from;
    while (to < bytes.length && isDigit(bytes[to])) {
      to++;
    }
    byte[] number = ENDS[random.nextInt(ENDS.length)].getBytes(StandardCharsets.US_ASCII);
    byte[] changed = Arrays.copyOf(bytes, bytes.length - (to - from) + number.length);
    System.arraycopy(number, 0, changed, from, number.length);
    System.arraycopy(bytes, to, changed, from + number.length, bytes.length - to);
    return changed;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static byte[] insert(byte[] bytes, int at, byte value) {
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    longer[at] = value;
    System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
    return longer;
  }
}
