package io.github.curvelane.data;

import io.github.curvelane.internal.Arguments;
import io.github.curvelane.internal.Shown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** What names of columns, classes and targets may be. */
final class Names {
  private Names() {}

  static String require(String argument, String name) {
    Objects.requireNonNull(name, argument);
    if (name.isEmpty()) {
      throw new IllegalArgumentException(argument + " is empty, must be a name");
    }
    return name;
  }

  /** Returns a copy of things that have names of their own, at least one. */
  static <T> List<T> distinct(String argument, List<T> named, Function<T, String> name) {
    List<T> copy = Arguments.list(argument, named);
    if (copy.isEmpty()) {
      throw new IllegalArgumentException(argument + " is empty, must have at least one element");
    }
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < copy.size(); i++) {
      String text = require(argument + "[" + i + "]", name.apply(copy.get(i)));
      Integer before = seen.putIfAbsent(text, i);
      if (before != null) {
        throw new IllegalArgumentException(
            "%s[%d] is '%s', as %s[%d] is: names must differ"
                .formatted(argument, i, Shown.text(text), argument, before));
      }
    }
    return copy;
  }

  /** Returns the numbers from 0 as names. */
  static List<String> numbers(int count) {
    List<String> numbers = new ArrayList<>(Math.max(0, count));
    for (int i = 0; i < count; i++) {
      numbers.add(String.valueOf(i));
    }
    return List.copyOf(numbers);
  }

  /** Returns the first of many for a text, as they are shown. */
  static String abridged(List<String> names) {
    int most = 5;
    List<String> first = new ArrayList<>();
    for (String name : names.subList(0, Math.min(most, names.size()))) {
      first.add(Shown.text(name));
    }
    if (names.size() > most) {
      first.add("…");
    }
    return String.join(", ", first);
  }
}
