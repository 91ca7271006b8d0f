package io.github.curvelane.data;

import java.util.Arrays;
import java.util.Random;

/**
 * Damage of the kinds that files suffer: flipped bits, wrong bytes, cuts, insertions, removals,
 * more at the end, pieces of one place in another, the ends of numbers.
 */
final class Mutation {
  private Mutation() {}

  static byte[] of(byte[] original, Random random) {
    byte[] mutated = original.clone();
    int times = 1 + random.nextInt(3);
    for (int i = 0; i < times; i++) {
      mutated = once(mutated, random);
    }
    return mutated;
  }

  private static byte[] once(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    int at = random.nextInt(random.nextBoolean() ? Math.min(bytes.length, 64) : bytes.length);
    byte[] changed = bytes.clone();
    switch (random.nextInt(8)) {
      case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> changed[at] = (byte) random.nextInt();
      case 2 -> changed = Arrays.copyOf(bytes, at);
      case 3 -> {
        changed = Arrays.copyOf(bytes, bytes.length + 1);
        changed[at] = (byte) random.nextInt();
        System.arraycopy(bytes, at, changed, at + 1, bytes.length - at);
      }
      case 4 -> {
        changed = Arrays.copyOf(bytes, bytes.length - 1);
        System.arraycopy(bytes, at + 1, changed, at, bytes.length - at - 1);
      }
      case 5 -> {
        changed = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(64));
        for (int i = bytes.length; i < changed.length; i++) {
          changed[i] = (byte) random.nextInt();
        }
      }
      case 6 -> {
        int length = Math.min(bytes.length - at, 1 + random.nextInt(32));
        int from = random.nextInt(bytes.length - length + 1);
        System.arraycopy(bytes, from, changed, at, length);
      }
      default -> {
        int length = Math.min(bytes.length - at, 1 + random.nextInt(8));
        Arrays.fill(changed, at, at + length, (byte) (random.nextBoolean() ? 0xFF : 0));
      }
    }
    return changed;
  }
}
