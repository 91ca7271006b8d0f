package io.github.curvelane.io;

import java.util.Arrays;
import java.util.Random;

/** Damage of the kinds that files suffer, and some that only a careful enemy does. */
final class Damage {
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
    switch (random.nextInt(7)) {
      case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> changed[at] = (byte) random.nextInt();
      case 2 -> changed[at] = (byte) "0123456789{}[]\",: ".charAt(random.nextInt(18));
      case 3 -> changed = Arrays.copyOf(bytes, at);
      case 4 -> changed = insert(bytes, at, (byte) random.nextInt());
      case 5 -> {
        changed = Arrays.copyOf(bytes, bytes.length - 1);
        System.arraycopy(bytes, at + 1, changed, at, bytes.length - at - 1);
      }
      default -> changed[random.nextInt(Math.min(8, bytes.length))] = (byte) random.nextInt();
    }
    return changed;
  }

  private static byte[] insert(byte[] bytes, int at, byte value) {
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    longer[at] = value;
    System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
    return longer;
  }
}
