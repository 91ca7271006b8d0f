package io.github.curvelane.driver;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Recipes of objects by their classes: a few of each, different ones. */
final class Pool {
  private static final int EACH = 5;
  private static final int LONGEST = 1_500;

  private final Random random;
  private final Map<Class<?>, List<Recipe>> byClass = new LinkedHashMap<>();
  private final Map<List<Class<?>>, List<Recipe>> found = new HashMap<>();
  private final List<String> texts = new ArrayList<>();

  Pool(Random random) {
    this.random = random;
  }

  /** Keeps a recipe of an object; tells whether it is the first of its class. */
  boolean add(Class<?> type, Recipe recipe, Object value) {
    List<Recipe> all = byClass.computeIfAbsent(type, c -> new ArrayList<>());
    boolean first = all.isEmpty();
    if (!first && recipe.toString().length() > LONGEST) {
      return false;
    }
    if (all.size() < EACH) {
      all.add(recipe);
    } else if (random.nextInt(4) == 0) {
      all.set(1 + random.nextInt(EACH - 1), recipe);
    } else {
      return false;
    }
    if (PublicApi.isOurs(type) && texts.size() < 400) {
      String text = String.valueOf(value);
      if (text.length() < 60 && text.indexOf('/') < 0) { // No folder of this machine.
        texts.add(text);
      }
    }
    found.clear();
    return first;
  }

  /** Those of objects that are of all of some types. */
  List<Recipe> of(List<Class<?>> types) {
    return found.computeIfAbsent(
        types,
        wanted -> {
          List<Recipe> fitting = new ArrayList<>();
          byClass.forEach(
              (type, recipes) -> {
                if (wanted.stream().allMatch(w -> w.isAssignableFrom(type))) {
                  fitting.addAll(recipes);
                }
              });
          return fitting;
        });
  }

  /** Those of objects of exactly a class. */
  List<Recipe> exactly(Class<?> type) {
    return byClass.getOrDefault(type, List.of());
  }

  /** The classes of which there are objects. */
  Collection<Class<?>> classes() {
    return List.copyOf(byClass.keySet());
  }

  /** What objects say of themselves, which parsers may understand. */
  List<String> texts() {
    return texts;
  }
}
