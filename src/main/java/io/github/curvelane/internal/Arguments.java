package io.github.curvelane.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Checks of arguments that packages share. Every message names the argument, its value and the
 * bound.
 */
public final class Arguments {
  private Arguments() {}

  /**
   * Checks an index.
   *
   * @param name the argument's name
   * @param index its value
   * @param length the bound
   * @return the index
   * @throws IndexOutOfBoundsException if it is negative or not below the bound
   */
  public static int index(String name, int index, int length) {
    if (index < 0 || index >= length) {
      throw new IndexOutOfBoundsException(
          name + " is " + index + ", must be at least 0 and less than " + length);
    }
    return index;
  }

  /**
   * Checks arguments {@code from} and {@code to}.
   *
   * @param from the first index
   * @param to the index after the last
   * @param length the bound
   * @throws IndexOutOfBoundsException unless 0 ≤ from ≤ to ≤ length
   */
  public static void range(int from, int to, int length) {
    if (from < 0 || from > to || to > length) {
      throw new IndexOutOfBoundsException(
          "from is " + from + ", to is " + to + ", must be 0 ≤ from ≤ to ≤ " + length);
    }
  }

  /**
   * Checks that some elements from an offset on lie within an array.
   *
   * @param name the array's name
   * @param offset the first index, an argument of the same name
   * @param count the number of elements, not negative
   * @param length the array's length
   * @throws IndexOutOfBoundsException if the offset is negative, or the last element is past the
   *     end
   */
  public static void extent(String name, int offset, int count, int length) {
    if (offset < 0 || offset > length - count) {
      throw new IndexOutOfBoundsException(
          "offset is %d, must be at least 0 and leave room for %d elements in %s of length %d"
              .formatted(offset, count, name, length));
    }
  }

  /**
   * Checks that two arguments are two arrays.
   *
   * @param name the name of one
   * @param array its value
   * @param otherName the name of the other
   * @param other its value
   * @throws IllegalArgumentException if they are one
   */
  public static void apart(String name, Object array, String otherName, Object other) {
    if (array == other) {
      throw new IllegalArgumentException(name + " and " + otherName + " are the same array");
    }
  }

  /**
   * Copies a list, of which no element may be null.
   *
   * @param name the argument's name
   * @param elements the list
   * @param <T> the type of the elements
   * @return an unmodifiable copy
   * @throws NullPointerException if the list or an element is null
   */
  public static <T> List<T> list(String name, List<? extends T> elements) {
    Objects.requireNonNull(elements, name);
    int i = 0;
    for (T element : elements) {
      if (element == null) {
        throw new NullPointerException(name + "[" + i + "] is null");
      }
      i++;
    }
    return List.copyOf(elements);
  }

  /**
   * Checks a map, of which no name and no value may be null.
   *
   * @param name the argument's name
   * @param map the map
   * @param <M> its type
   * @return the map
   * @throws NullPointerException if it, a name or a value is null
   */
  public static <M extends Map<String, ?>> M map(String name, M map) {
    Objects.requireNonNull(map, name);
    map.forEach(
        (key, value) -> {
          if (key == null || value == null) {
            throw new NullPointerException(
                key == null ? "a name in " + name + " is null" : name + "[" + key + "] is null");
          }
        });
    return map;
  }

  /**
   * Copies an array to a list; no element may be null.
   *
   * @param name the argument's name
   * @param elements the array
   * @param <T> the type of the elements
   * @return an unmodifiable list
   * @throws NullPointerException if the array or an element is null
   */
  public static <T> List<T> list(String name, T[] elements) {
    Objects.requireNonNull(elements, name);
    return list(name, Arrays.asList(elements));
  }
}
