package io.github.curvelane.driver;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/** Arguments that are wrong, or at the end of what is right, made of ones that are right. */
final class Hostile {
  private static final long[] NUMBERS = {
    -1,
    0,
    Integer.MIN_VALUE,
    Integer.MAX_VALUE,
    Integer.MAX_VALUE - 1,
    46_341, // whose square is above the largest int
    1 << 16, // whose square is 0
    Long.MIN_VALUE,
    Long.MAX_VALUE
  };
  private static final double[] REALS = {
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    -1,
    -0.0,
    1,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    1e-300
  };
  private static final String[] TEXTS = {
    "", " ", "\u0000", "\ud800", "\u001b[31m\n".repeat(10_000), "1e999999999", "(((((((((("
  };

  private final Random random;

  Hostile(Random random) {
    this.random = random;
  }

  /** A wrong argument in place of a right one, or null if there is none that differs. */
  Recipe of(Class<?> type, Recipe right, List<Recipe> others) {
    return switch (right) {
      case Recipe.Constant c -> constant(type, c, others);
      case Recipe.Elements e -> new Recipe.Elements(e.component(), spoiled(e.elements()));
      case Recipe.Many m -> new Recipe.Many(spoiled(m.elements()));
      case Recipe.Named n -> named(n);
      case Recipe.Present p -> new Recipe.Constant(Optional.empty());
      default -> alias(type, right, others);
    };
  }

  private Recipe named(Recipe.Named right) {
    var value = right.entries().values().iterator().next();
    return switch (random.nextInt(4)) {
      case 0 -> new Recipe.Named(Map.of());
      case 1 -> new Recipe.Named(Collections.singletonMap(null, value));
      case 2 -> new Recipe.Named(Map.of("layers.0.weight", new Recipe.Constant(null)));
      default -> new Recipe.Named(Map.of(TEXTS[random.nextInt(TEXTS.length)], value));
    };
  }

  private List<Recipe> spoiled(List<Recipe> right) {
    List<Recipe> wrong = new ArrayList<>(right);
    int at = wrong.isEmpty() ? 0 : random.nextInt(wrong.size());
    switch (random.nextInt(4)) {
      case 0 -> wrong.clear();
      case 1 -> wrong.add(at, new Recipe.Constant(null));
      case 2 -> wrong.addAll(right);
      default -> {
        if (!wrong.isEmpty()) {
          Recipe other = of(Object.class, wrong.get(at), List.of());
          wrong.set(at, other == null ? new Recipe.Constant(null) : other);
        }
      }
    }
    return wrong;
  }

  private Recipe constant(Class<?> type, Recipe.Constant right, List<Recipe> others) {
    Object value = right.value();
    return switch (value) {
      case Integer i -> new Recipe.Constant((int) number(i));
      case Long l -> new Recipe.Constant(number(l));
      case Double d -> new Recipe.Constant(REALS[random.nextInt(REALS.length)]);
      case Float f -> new Recipe.Constant((float) REALS[random.nextInt(REALS.length)]);
      case Boolean b -> new Recipe.Constant(!b);
      case String s -> new Recipe.Constant(TEXTS[random.nextInt(TEXTS.length)]);
      case OptionalDouble o -> new Recipe.Constant(OptionalDouble.of(Double.NaN));
      case null -> null;
      default -> {
        Recipe alias = random.nextInt(3) == 0 ? alias(type, right, others) : null;
        yield alias == null && value.getClass().isArray()
            ? new Recipe.Constant(array(value))
            : alias;
      }
    };
  }

  private long number(long right) {
    return switch (random.nextInt(6)) {
      case 0 -> right + 1;
      case 1 -> right - 1;
      default -> NUMBERS[random.nextInt(NUMBERS.length)];
    };
  }

  private Recipe alias(Class<?> type, Recipe right, List<Recipe> others) {
    List<Recipe> fitting =
        others.stream().filter(o -> o != right && isLike(right, type, o)).toList();
    return fitting.isEmpty() ? null : fitting.get(random.nextInt(fitting.size()));
  }

  /** Arrays of the same kind, or what calls give that is of the parameter's type. */
  private static boolean isLike(Recipe right, Class<?> type, Recipe other) {
    if (right instanceof Recipe.Constant a && other instanceof Recipe.Constant b) {
      return b.value() != null && b.value().getClass() == a.value().getClass();
    }
    return type != Object.class
        && other instanceof Recipe.Call call
        && call.executable() instanceof Method method
        && type.isAssignableFrom(method.getReturnType());
  }

  private Object array(Object right) {
    int length = Array.getLength(right);
    Class<?> component = right.getClass().getComponentType();
    int size =
        switch (random.nextInt(4)) {
          case 0 -> 0;
          case 1 -> length + 1;
          case 2 -> Math.max(0, length - 1);
          default -> length;
        };
    Object wrong = Array.newInstance(component, size);
    System.arraycopy(right, 0, wrong, 0, Math.min(size, length));
    if (size == length && length > 0) {
      spoil(wrong, random.nextInt(length), component);
    }
    return wrong;
  }

  private void spoil(Object array, int at, Class<?> component) {
    double real = REALS[random.nextInt(REALS.length)];
    if (component == float.class) {
      Array.setFloat(array, at, (float) real);
    } else if (component == double.class) {
      Array.setDouble(array, at, real);
    } else if (component == int.class) {
      Array.setInt(array, at, (int) NUMBERS[random.nextInt(NUMBERS.length)]);
    }
  }
}
