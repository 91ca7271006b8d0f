package io.github.curvelane.io;

import io.github.curvelane.internal.Shown;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The order of modules whose names differ in their numbers alone, such as {@code layers.2.fc} and
 * {@code layers.10.fc}.
 */
final class ModuleOrder {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  /** Whatever the numbers, in place of them. */
  private static final String ANY = "#";

  private record Numbered(String name, String text, List<Long> numbers) {
    static Numbered of(String name) {
      List<Long> numbers =
          NUMBER.matcher(name).results().map(match -> Long.valueOf(match.group())).toList();
      return new Numbered(name, NUMBER.matcher(name).replaceAll(ANY), numbers);
    }

    static int compare(Numbered a, Numbered b) {
      for (int i = 0; i < a.numbers.size(); i++) {
        int order = a.numbers.get(i).compareTo(b.numbers.get(i));
        if (order != 0) {
          return order;
        }
      }
      return 0;
    }
  }

  private ModuleOrder() {}

  /**
   * Sorts names by their numbers.
   *
   * @throws IllegalArgumentException if two differ in more or in less than their numbers
   */
  static List<String> byNumbers(Collection<String> names) {
    List<Numbered> sorted = new ArrayList<>(names.stream().map(Numbered::of).toList());
    for (Numbered other : sorted) {
      if (!other.text.equals(sorted.getFirst().text)) {
        throw unordered(sorted.getFirst(), other);
      }
    }
    sorted.sort(Numbered::compare);
    for (int i = 1; i < sorted.size(); i++) {
      if (Numbered.compare(sorted.get(i - 1), sorted.get(i)) == 0) {
        throw unordered(sorted.get(i - 1), sorted.get(i));
      }
    }
    return sorted.stream().map(Numbered::name).toList();
  }

  private static IllegalArgumentException unordered(Numbered a, Numbered b) {
    return new IllegalArgumentException(
        "the names of the modules '%s' and '%s' do not tell their order: give modules"
            .formatted(Shown.text(a.name), Shown.text(b.name)));
  }
}
