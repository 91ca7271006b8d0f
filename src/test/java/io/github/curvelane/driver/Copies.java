package io.github.curvelane.driver;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;

/** Copies of arrays, comparisons with them, and how values are told. */
final class Copies {
  private Copies() {}

  /** A deep copy of arrays, of those in lists too, and of memory; anything else is itself. */
  static Object of(Object value) {
    if (value instanceof MemorySegment segment) {
      return MemorySegment.ofArray(segment.toArray(ValueLayout.JAVA_BYTE));
    }
    if (value instanceof List<?> list) {
      return Arrays.asList(list.stream().map(Copies::of).toArray());
    }
    if (value == null || !value.getClass().isArray()) {
      return value;
    }
    int length = Array.getLength(value);
    Class<?> component = value.getClass().getComponentType();
    Object copy = Array.newInstance(component, length);
    if (component.isPrimitive()) {
      System.arraycopy(value, 0, copy, 0, length);
    } else {
      for (int i = 0; i < length; i++) {
        Array.set(copy, i, of(Array.get(value, i)));
      }
    }
    return copy;
  }

  /** Tells whether arrays have the same bits; objects within them are the same objects. */
  static boolean same(Object value, Object copy) {
    return switch (value) {
      case MemorySegment s -> s.mismatch((MemorySegment) copy) < 0;
      case List<?> list -> same(list.toArray(), ((List<?>) copy).toArray());
      case float[] a -> Arrays.equals(a, (float[]) copy);
      case double[] a -> Arrays.equals(a, (double[]) copy);
      case int[] a -> Arrays.equals(a, (int[]) copy);
      case byte[] a -> Arrays.equals(a, (byte[]) copy);
      case Object[] a -> {
        Object[] b = (Object[]) copy;
        for (int i = 0; i < a.length; i++) {
          if (!same(a[i], b[i])) {
            yield false;
          }
        }
        yield true;
      }
      case null, default -> true;
    };
  }

  /** A value in a few characters. */
  static String text(Object value) {
    return switch (value) {
      case null -> "null";
      case float[] a when a.length > 6 -> "float[" + a.length + "]";
      case float[] a -> "float" + Arrays.toString(a);
      case double[] a when a.length > 6 -> "double[" + a.length + "]";
      case double[] a -> "double" + Arrays.toString(a);
      case int[] a when a.length > 12 -> "int[" + a.length + "]";
      case int[] a -> "int" + Arrays.toString(a);
      case byte[] a -> "byte[" + a.length + "]";
      case Object[] a -> a.getClass().getSimpleName() + " of " + a.length;
      case String s -> '"' + escaped(s) + '"';
      default -> escaped(value.toString());
    };
  }

  private static String escaped(String text) {
    String start = text.length() > 60 ? text.substring(0, 60) + "…" : text;
    StringBuilder out = new StringBuilder();
    for (char c : start.toCharArray()) {
      if (c < ' ' || c == 127 || Character.isSurrogate(c)) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
