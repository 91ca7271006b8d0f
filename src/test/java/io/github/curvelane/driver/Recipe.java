package io.github.curvelane.driver;

import io.github.curvelane.Parallelism;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * How a value is made, so that every call works on objects of its own, which no other call has
 * touched, and a failure can be told as an expression.
 */
interface Recipe {
  /** Makes the value. */
  Object make(Scene scene) throws Throwable;

  /** One call's objects: each recipe is followed once, whoever asks. */
  final class Scene implements AutoCloseable {
    private final Map<Recipe, Object> made = new IdentityHashMap<>();
    private final List<Parallelism> teams = new ArrayList<>();

    Object get(Recipe recipe) throws Throwable {
      if (made.containsKey(recipe)) {
        return made.get(recipe);
      }
      Object value = recipe.make(this);
      made.put(recipe, value);
      if (value instanceof Parallelism team) {
        teams.add(team);
      }
      return value;
    }

    Object[] all(List<Recipe> recipes) throws Throwable {
      Object[] values = new Object[recipes.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = get(recipes.get(i));
      }
      return values;
    }

    /** Everything made so far. */
    Collection<Object> objects() {
      return made.values();
    }

    @Override
    public void close() {
      teams.forEach(Parallelism::close);
    }
  }

  /** A constant; an array is a copy each time. */
  record Constant(Object value) implements Recipe {
    @Override
    public Object make(Scene scene) {
      return Copies.of(value);
    }

    @Override
    public String toString() {
      return Copies.text(value);
    }
  }

  /** What cannot be guessed: made by hand. */
  record Maker(String name, Source source) implements Recipe {
    /** Makes it. */
    interface Source {
      Object get() throws Exception;
    }

    @Override
    public Object make(Scene scene) throws Exception {
      return source.get();
    }

    @Override
    public String toString() {
      return "<" + name + ">";
    }
  }

  /** The result of a call; the receiver comes first, if there is one. */
  record Call(Executable executable, List<Recipe> arguments) implements Recipe {
    @Override
    public Object make(Scene scene) throws Throwable {
      return invoke(executable, scene.all(arguments));
    }

    static boolean hasReceiver(Executable executable) {
      return executable instanceof Method && !Modifier.isStatic(executable.getModifiers());
    }

    static Object invoke(Executable executable, Object[] values) throws Throwable {
      try {
        if (executable instanceof Constructor<?> c) {
          return c.newInstance(values);
        }
        Method method = (Method) executable;
        return Modifier.isStatic(method.getModifiers())
            ? method.invoke(null, values)
            : method.invoke(values[0], Arrays.copyOfRange(values, 1, values.length));
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }

    @Override
    public String toString() {
      String type = executable.getDeclaringClass().getSimpleName();
      boolean receiver = hasReceiver(executable);
      String rest =
          arguments.stream()
              .skip(receiver ? 1 : 0)
              .map(Recipe::toString)
              .collect(Collectors.joining(", ", "(", ")"));
      if (executable instanceof Constructor<?>) {
        return "new " + type + rest;
      }
      return (receiver ? arguments.getFirst() : type) + "." + executable.getName() + rest;
    }
  }

  /** What a call gave within an Optional, a collection or an array: its first element. */
  record Element(Recipe of) implements Recipe {
    @Override
    public Object make(Scene scene) throws Throwable {
      return first(scene.get(of));
    }

    /** The first element of what has some; null of anything else. */
    static Object first(Object value) {
      return switch (value) {
        case null -> null;
        case Optional<?> o -> o.orElse(null);
        case Map<?, ?> m -> m.isEmpty() ? null : m.values().iterator().next();
        case Iterable<?> i -> i.iterator().hasNext() ? i.iterator().next() : null;
        case Object[] a -> a.length > 0 ? a[0] : null;
        default -> null;
      };
    }

    @Override
    public String toString() {
      return "first of " + of;
    }
  }

  /** An array of objects. */
  record Elements(Class<?> component, List<Recipe> elements) implements Recipe {
    @Override
    public Object make(Scene scene) throws Throwable {
      Object array = Array.newInstance(component, elements.size());
      Object[] values = scene.all(elements);
      for (int i = 0; i < values.length; i++) {
        Array.set(array, i, values[i]);
      }
      return array;
    }

    @Override
    public String toString() {
      return "{" + elements.stream().map(Recipe::toString).collect(Collectors.joining(", ")) + "}";
    }
  }

  /** A list, which may have null elements. */
  record Many(List<Recipe> elements) implements Recipe {
    @Override
    public Object make(Scene scene) throws Throwable {
      return new ArrayList<>(Arrays.asList(scene.all(elements)));
    }

    @Override
    public String toString() {
      return elements.toString();
    }
  }

  /** A map from texts. */
  record Named(Map<String, Recipe> entries) implements Recipe {
    @Override
    public Object make(Scene scene) throws Throwable {
      Map<String, Object> map = new LinkedHashMap<>();
      for (var entry : entries.entrySet()) {
        map.put(entry.getKey(), scene.get(entry.getValue()));
      }
      return map;
    }

    @Override
    public String toString() {
      return Copies.text(entries.toString());
    }
  }

  /** An Optional with a value. */
  record Present(Recipe value) implements Recipe {
    @Override
    public Object make(Scene scene) throws Throwable {
      return Optional.of(scene.get(value));
    }

    @Override
    public String toString() {
      return "Optional.of(" + value + ")";
    }
  }

  /** A user's own implementation of an interface, which does nothing and answers modestly. */
  record Callback(Class<?> type) implements Recipe {
    private static final int PATIENCE = 20_000;

    /** What a callback throws when it is called for the 20,000th time: so long runs end. */
    static final class Enough extends RuntimeException {
      private static final long serialVersionUID = 1;

      Enough() {
        super("called often enough");
      }
    }

    @Override
    public Object make(Scene scene) {
      AtomicInteger calls = new AtomicInteger();
      return Proxy.newProxyInstance(
          type.getClassLoader(),
          new Class<?>[] {type},
          (proxy, method, arguments) -> {
            if (calls.incrementAndGet() > PATIENCE) {
              throw new Enough();
            }
            return answer(proxy, method, arguments);
          });
    }

    private static Object answer(Object proxy, Method method, Object[] arguments) throws Throwable {
      if (method.getDeclaringClass() == Object.class) {
        return switch (method.getName()) {
          case "toString" -> "callback";
          case "hashCode" -> System.identityHashCode(proxy);
          default -> proxy == arguments[0];
        };
      }
      if (method.isDefault()) {
        return InvocationHandler.invokeDefault(proxy, method, arguments);
      }
      Class<?> result = method.getReturnType();
      if (result == boolean.class) {
        return false;
      } else if (result == int.class) {
        return 1;
      } else if (result == long.class) {
        return 1L;
      } else if (result == double.class) {
        return 0.5;
      }
      Object first = arguments != null && arguments.length > 0 ? arguments[0] : null;
      return result.isInstance(first) ? first : null;
    }

    @Override
    public String toString() {
      return "<a " + type.getSimpleName() + ">";
    }
  }
}
