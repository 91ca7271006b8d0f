package io.github.curvelane.driver;

import io.github.curvelane.cluster.ExampleBlock;
import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/**
 * Arguments that may be right: objects from the pool, small numbers, short arrays. Numbers that the
 * refusals of earlier calls have told are tried first.
 */
final class Values {
  private static final int[] SMALL = {0, 1, 1, 2, 2, 3, 4, 5, 6, 8, 9, 12, 16};
  private static final double[] REALS = {0.5, 0.5, 0.1, 0.9, 1, 2, 0, 1e-3};

  private final Pool pool;
  private final Class<?> array;
  private final Random random;

  Values(Pool pool, Class<?> array, Random random) {
    this.pool = pool;
    this.array = array;
    this.random = random;
  }

  /** A value of a type, or null if there is none yet. */
  Recipe of(Type type, List<Long> told) {
    Class<?> raw = erased(type);
    if (raw == int.class || raw == Integer.class) {
      return new Recipe.Constant((int) number(few(told)));
    } else if (raw == long.class || raw == Long.class) {
      return new Recipe.Constant(number(few(told)));
    } else if (raw == double.class || raw == Double.class) {
      return new Recipe.Constant(REALS[random.nextInt(REALS.length)]);
    } else if (raw == float.class) {
      return new Recipe.Constant((float) REALS[random.nextInt(REALS.length)]);
    } else if (raw == boolean.class) {
      return new Recipe.Constant(random.nextBoolean());
    } else if (raw == String.class) {
      return new Recipe.Constant(text());
    } else if (raw.isArray()) {
      return array(raw, type, told);
    } else if (raw == Optional.class) {
      return present(of(argument(type, 0), told));
    } else if (raw == OptionalDouble.class) {
      return new Recipe.Constant(OptionalDouble.of(0.5));
    } else if (raw == List.class || raw == Collection.class) {
      return many(argument(type, 0), told);
    } else if (raw == Map.class) {
      Recipe value = of(argument(type, 1), told);
      return value == null ? null : new Recipe.Named(Map.of("layers.0.weight", value));
    } else if (raw == Object.class || Exception.class == raw || Throwable.class == raw) {
      return new Recipe.Constant(raw == Object.class ? text() : new Exception("an exception"));
    }
    return object(type, raw);
  }

  private static Recipe present(Recipe value) {
    return value == null ? null : new Recipe.Present(value);
  }

  private Recipe object(Type type, Class<?> raw) {
    if (raw.isEnum()) {
      Object[] constants = raw.getEnumConstants();
      return new Recipe.Constant(constants[random.nextInt(constants.length)]);
    }
    List<Recipe> candidates = pool.of(bounds(type, raw));
    boolean callback = isCallback(raw) && !(type instanceof TypeVariable<?>);
    if (callback && (candidates.isEmpty() || random.nextInt(4) == 0)) {
      return new Recipe.Callback(raw);
    }
    return candidates.isEmpty() ? null : candidates.get(random.nextInt(candidates.size()));
  }

  /** Tells whether an interface is one that a lambda or a class of a user may implement. */
  static boolean isCallback(Class<?> type) {
    if (!type.isInterface() || type.isSealed()) {
      return false;
    }
    int open = 0;
    for (Method method : type.getMethods()) {
      if (Modifier.isAbstract(method.getModifiers())) {
        open += isAnswered(method) ? 1 : 2;
      }
    }
    return open <= 1;
  }

  /** Tells whether a result is one that a callback can give without knowing what is asked. */
  private static boolean isAnswered(Method method) {
    Class<?> result = method.getReturnType();
    return result.isPrimitive() || method.getGenericReturnType() instanceof TypeVariable<?>;
  }

  private static List<Class<?>> bounds(Type type, Class<?> raw) {
    List<Class<?>> bounds = new ArrayList<>();
    bounds.add(raw);
    if (type instanceof TypeVariable<?> variable) {
      for (Type bound : variable.getBounds()) {
        bounds.add(bound instanceof ParameterizedType p ? (Class<?>) p.getRawType() : raw);
      }
    }
    return bounds;
  }

  /** Those that do not make what is made of them large. */
  private static List<Long> few(List<Long> told) {
    return told.stream().filter(n -> n <= 20).toList();
  }

  private long number(List<Long> told) {
    if (!told.isEmpty() && random.nextInt(3) > 0) {
      return told.get(random.nextInt(told.size()));
    }
    return SMALL[random.nextInt(SMALL.length)];
  }

  private Recipe array(Class<?> raw, Type type, List<Long> told) {
    Class<?> component = raw.getComponentType();
    if (component.isPrimitive()) {
      long length = told.isEmpty() && random.nextInt(3) == 0 ? 64 : number(told);
      return new Recipe.Constant(filled(component, (int) Math.min(length, 4096)));
    }
    Type element =
        type instanceof GenericArrayType generic ? generic.getGenericComponentType() : component;
    return elements(component, element, told);
  }

  private Recipe elements(Class<?> component, Type element, List<Long> told) {
    List<Recipe> elements = several(element, told);
    return elements == null ? null : new Recipe.Elements(component, elements);
  }

  private Recipe many(Type element, List<Long> told) {
    List<Recipe> elements = several(element, told);
    return elements == null ? null : new Recipe.Many(elements);
  }

  private List<Recipe> several(Type element, List<Long> told) {
    int count = 1 + random.nextInt(3);
    List<Recipe> elements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Recipe one = of(element, told);
      if (one == null) {
        return null;
      }
      elements.add(one);
    }
    return elements;
  }

  /** Numbers in an array: of a class or a place in int, between 0 and 1 in others. */
  private Object filled(Class<?> component, int length) {
    Object filled = Array.newInstance(component, Math.max(0, length));
    boolean places = random.nextBoolean();
    for (int i = 0; i < length; i++) {
      if (component == int.class) {
        Array.setInt(filled, i, places ? i : i % 2);
      } else if (component == byte.class) {
        Array.setByte(filled, i, (byte) (i % 2));
      } else if (component == float.class) {
        Array.setFloat(filled, i, random.nextInt(1, 9) / 8f);
      } else if (component == double.class) {
        Array.setDouble(filled, i, random.nextInt(1, 9) / 8.0);
      }
    }
    return filled;
  }

  private String text() {
    List<String> texts = pool.texts();
    return texts.isEmpty() || random.nextInt(4) == 0
        ? "layers.0.weight"
        : texts.get(random.nextInt(texts.size()));
  }

  /**
   * The class of a type; a variable without bounds is the array of the precision, or the examples
   * of a chunk.
   */
  Class<?> erased(Type type) {
    return switch (type) {
      case Class<?> c -> c;
      case ParameterizedType p -> (Class<?>) p.getRawType();
      case GenericArrayType g -> erased(g.getGenericComponentType()).arrayType();
      case WildcardType w ->
          erased(w.getLowerBounds().length > 0 ? w.getLowerBounds()[0] : w.getUpperBounds()[0]);
      case TypeVariable<?> v when v.getBounds()[0] != Object.class -> erased(v.getBounds()[0]);
      case TypeVariable<?> v when v.getName().equals("D") -> ExampleBlock.class;
      case TypeVariable<?> v -> array;
      default -> throw new AssertionError(type);
    };
  }

  private static Type argument(Type type, int index) {
    Type argument =
        type instanceof ParameterizedType p ? p.getActualTypeArguments()[index] : Object.class;
    if (argument instanceof WildcardType w) {
      return w.getLowerBounds().length > 0 ? w.getLowerBounds()[0] : w.getUpperBounds()[0];
    }
    return argument;
  }
}
