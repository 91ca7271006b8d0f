package io.github.curvelane.driver;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Calls everything that is public. First it looks for calls that work: by chance, with what the
 * refusals tell of lengths and sizes, from the objects that earlier calls gave. Then it makes them
 * wrong, an argument or two at a time. Every call is judged, and none sees objects of another.
 */
final class Driver {
  private static final Pattern NUMBER = Pattern.compile("(?<![\\w.])\\d{1,4}(?![\\w.])");
  private static final int ROUNDS = 3;
  private static final int[] MANY = {1 << 10, 1 << 16};
  private static final long SLOW_NANOS = 100_000;

  /** One constructor or method, and the arguments with which it has worked. */
  private static final class Operation {
    final Executable executable;
    final List<Class<?>> receivers = new ArrayList<>();
    final List<String> names;
    final List<Type> types = new ArrayList<>();
    final List<Boolean> nullable = new ArrayList<>();
    final List<List<Long>> told = new ArrayList<>();
    final List<List<Recipe>> working = new ArrayList<>();
    final boolean hasReceiver;

    Operation(Executable executable) {
      this.executable = executable;
      this.hasReceiver = Recipe.Call.hasReceiver(executable);
      this.names = PublicApi.names(executable);
      Type[] generic = executable.getGenericParameterTypes();
      Class<?>[] raw = executable.getParameterTypes();
      AnnotatedType[] annotated = executable.getAnnotatedParameterTypes();
      for (int i = 0; i < raw.length; i++) {
        types.add(generic.length == raw.length ? generic[i] : raw[i]);
        boolean equals = raw[i] == Object.class && executable.getName().equals("equals");
        nullable.add(equals || annotated[i].isAnnotationPresent(Nullable.class));
        told.add(new ArrayList<>());
      }
      executable.setAccessible(true);
    }

    @Override
    public String toString() {
      return executable.getDeclaringClass().getName().substring(PublicApi.ROOT.length() + 1)
          + (executable instanceof Method m ? "." + m.getName() : "")
          + Arrays.stream(executable.getParameterTypes())
              .map(Class::getSimpleName)
              .collect(Collectors.joining(", ", "(", ")"));
    }
  }

  private final List<Class<?>> types;
  private final Random random;
  private final Pool pool;
  private final Values values;
  private final Hostile hostile;
  private final Map<String, Operation> operations = new LinkedHashMap<>();
  private final Map<String, String> faults = new TreeMap<>();
  private final Map<Verdict, Integer> kinds = new TreeMap<>();
  private int calls;
  private volatile String current = "";
  private volatile long since = System.nanoTime();

  Driver(List<Class<?>> types, List<Recipe> makers, Class<?> array, long seed) {
    this.types = types;
    this.random = new Random(seed);
    this.pool = new Pool(random);
    this.values = new Values(pool, array, random);
    this.hostile = new Hostile(random);
    for (Class<?> type : types) {
      PublicApi.factories(type).forEach(f -> operations.put(f.toString(), new Operation(f)));
      if (type.isEnum()) {
        for (Object constant : type.getEnumConstants()) {
          keep(constant, new Recipe.Constant(constant));
        }
      }
    }
    for (Recipe maker : makers) {
      try (Recipe.Scene scene = new Recipe.Scene()) {
        keep(scene.get(maker), maker);
      } catch (Throwable e) {
        throw new AssertionError(maker.toString(), e);
      }
    }
  }

  /** Looks for a working call of everything; tries several of each in each of three rounds. */
  void explore(int tries) {
    for (int round = 0; round < ROUNDS; round++) {
      for (Operation operation : List.copyOf(operations.values())) {
        for (int i = 0; i < tries && operation.working.size() <= round / 2; i++) {
          List<Recipe> arguments = arguments(operation);
          if (arguments == null) {
            break;
          }
          call(operation, arguments, false);
        }
      }
    }
  }

  /** Passes null for every reference, one at a time, and one wrong value of everything. */
  void everyArgument() {
    for (Operation operation : List.copyOf(operations.values())) {
      List<Recipe> right = right(operation);
      for (int i = operation.hasReceiver ? 1 : 0; right != null && i < right.size(); i++) {
        if (!parameter(operation, i).isPrimitive()) {
          call(operation, with(right, i, new Recipe.Constant(null)), true);
        }
        spoil(operation, right, i);
      }
    }
  }

  /** Makes calls with one or two wrong arguments until there have been so many. */
  void atRandom(int count) {
    List<Operation> all = operations.values().stream().filter(o -> !o.types.isEmpty()).toList();
    while (calls < count) {
      Operation operation = all.get(random.nextInt(all.size()));
      List<Recipe> right = right(operation);
      if (right != null) {
        int first = operation.hasReceiver ? 1 : 0;
        spoil(operation, right, random.nextInt(first, right.size()));
      }
    }
  }

  private List<Recipe> right(Operation operation) {
    return operation.working.isEmpty()
        ? arguments(operation)
        : operation.working.get(random.nextInt(operation.working.size()));
  }

  private static Class<?> parameter(Operation operation, int index) {
    return operation.executable.getParameterTypes()[index - (operation.hasReceiver ? 1 : 0)];
  }

  private static List<Recipe> with(List<Recipe> right, int index, Recipe wrong) {
    List<Recipe> arguments = new ArrayList<>(right);
    arguments.set(index, wrong);
    return arguments;
  }

  private void spoil(Operation operation, List<Recipe> right, int index) {
    Recipe wrong = hostile.of(parameter(operation, index), right.get(index), right);
    if (wrong == null) {
      return;
    }
    List<Recipe> arguments = with(right, index, wrong);
    if (random.nextInt(4) == 0) {
      int other = random.nextInt(operation.hasReceiver ? 1 : 0, right.size());
      Recipe second = hostile.of(parameter(operation, other), right.get(other), right);
      if (second != null) {
        arguments = with(arguments, other, second);
        if (isHuge(second) && isSlowly(operation, right, other)) {
          return;
        }
      }
    }
    if (!(isHuge(wrong) && isSlowly(operation, right, index))) {
      call(operation, arguments, true);
    }
  }

  private static boolean isHuge(Recipe recipe) {
    return recipe instanceof Recipe.Constant c
        && c.value() instanceof Number n
        && (n instanceof Integer || n instanceof Long)
        && n.longValue() > MANY[0];
  }

  /**
   * Tells whether an operation takes a thousand or 65,536 of something and works for it, so that it
   * would for hours if 2³¹ were wanted.
   */
  private boolean isSlowly(Operation operation, List<Recipe> right, int index) {
    for (int many : MANY) {
      Object number =
          parameter(operation, index) == int.class ? (Object) many : (Object) (long) many;
      long begun = System.nanoTime();
      boolean taken = call(operation, with(right, index, new Recipe.Constant(number)), true);
      if (taken && System.nanoTime() - begun > SLOW_NANOS) {
        return true;
      }
    }
    return false;
  }

  private List<Recipe> arguments(Operation operation) {
    List<Recipe> arguments = new ArrayList<>();
    if (operation.hasReceiver) {
      Class<?> type = operation.receivers.get(random.nextInt(operation.receivers.size()));
      List<Recipe> receivers = pool.exactly(type);
      arguments.add(receivers.get(random.nextInt(receivers.size())));
    }
    for (int i = 0; i < operation.types.size(); i++) {
      Recipe value = values.of(operation.types.get(i), operation.told.get(i));
      if (value == null) {
        return null;
      }
      arguments.add(value);
    }
    return arguments;
  }

  /** Makes one call and judges it; tells whether it was taken. */
  private boolean call(Operation operation, List<Recipe> arguments, boolean wrong) {
    Recipe.Call recipe = new Recipe.Call(operation.executable, arguments);
    try (Recipe.Scene scene = new Recipe.Scene()) {
      Object[] made;
      current = "making " + recipe;
      since = System.nanoTime();
      try {
        made = scene.all(arguments);
      } catch (Throwable e) {
        return false; // A wrong element cannot be made: nothing is called.
      }
      List<Object> before = new ArrayList<>(scene.objects());
      List<Object> copies = before.stream().map(Copies::of).collect(Collectors.toList());
      current = recipe.toString();
      since = System.nanoTime();
      Object result = null;
      Throwable thrown = null;
      try {
        result = Recipe.Call.invoke(operation.executable, made);
      } catch (Throwable e) {
        thrown = e;
      }
      calls++;
      judge(operation, recipe, made, thrown, before, copies);
      if (thrown == null && !wrong) {
        operation.working.add(arguments);
        keepAll(result, recipe);
      } else if (thrown != null && !wrong) {
        learn(operation, String.valueOf(thrown.getMessage()));
      }
      return thrown == null;
    }
  }

  private void judge(
      Operation operation,
      Recipe recipe,
      Object[] made,
      Throwable thrown,
      List<Object> before,
      List<Object> copies) {
    int first = operation.hasReceiver ? 1 : 0;
    List<String> nulls = new ArrayList<>();
    for (int i = first; i < made.length; i++) {
      if (hasNull(made[i])) {
        nulls.add(operation.names.get(i - first));
      }
    }
    if (!nulls.isEmpty() && operation.names.size() == 1) {
      nulls.add(operation.executable.getName()); // stopping(null): "stopping" is as good.
    }
    Object[] passed = Arrays.copyOfRange(made, first, made.length);
    Verdict verdict = Verdict.of(thrown, words(recipe), passed, nulls);
    if (verdict == Verdict.RIGHT && thrown == null) {
      for (int i = first; i < made.length; i++) {
        if (made[i] == null && !operation.nullable.get(i - first)) {
          verdict = Verdict.SILENT_NULL;
        }
      }
    }
    if (verdict == Verdict.RIGHT
        && Verdict.isRefusal(thrown)
        && !isOfArgument(thrown, operation, made)) {
      for (int i = 0; i < copies.size(); i++) {
        if (!Copies.same(before.get(i), copies.get(i))) {
          verdict = Verdict.TOUCHED;
        }
      }
    }
    if (verdict != Verdict.RIGHT) {
      List<String> wrong = new ArrayList<>();
      for (String name : nulls) {
        int at = operation.names.indexOf(name);
        if (at >= 0) {
          wrong.add(made[first + at] == null ? name : "within " + name);
        }
      }
      fault(verdict, operation, recipe, thrown, wrong);
    }
  }

  /** What a refusal may name: arguments, those of the objects among them, parts of these. */
  private static List<String> words(Recipe recipe) {
    List<String> words = new ArrayList<>();
    if (recipe instanceof Recipe.Call call) {
      words.addAll(PublicApi.names(call.executable()));
      call.arguments().forEach(a -> words.addAll(words(a)));
      Class<?> type = call.executable().getDeclaringClass();
      for (Class<?> t : call.executable().getParameterTypes()) {
        words.addAll(parts(t));
      }
      words.addAll(parts(type));
    }
    return words;
  }

  private static List<String> parts(Class<?> type) {
    return PublicApi.isOurs(type)
        ? Arrays.stream(type.getMethods())
            .filter(m -> m.getDeclaringClass() != Object.class)
            .map(Method::getName)
            .distinct()
            .toList()
        : List.of();
  }

  private static boolean hasNull(Object value) {
    return switch (value) {
      case null -> true;
      case List<?> list -> hasNull(list.toArray());
      case Map<?, ?> map -> new HashMap<>(map).containsKey(null) || map.containsValue(null);
      case Object[] array -> Arrays.stream(array).anyMatch(Driver::hasNull);
      default -> false;
    };
  }

  /** Tells whether an argument, at work for the operation, has thrown, and not the operation. */
  private static boolean isOfArgument(Throwable thrown, Operation operation, Object[] made) {
    String own = operation.executable.getDeclaringClass().getName();
    for (StackTraceElement frame : thrown.getStackTrace()) {
      if (frame.getClassName().equals(own)) {
        return false;
      }
      for (int i = operation.hasReceiver ? 1 : 0; i < made.length; i++) {
        for (Class<?> c = made[i] == null ? null : made[i].getClass();
            c != null && PublicApi.isOurs(c);
            c = c.getSuperclass()) {
          if (c.getName().equals(frame.getClassName())) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private void fault(
      Verdict verdict, Operation operation, Recipe recipe, Throwable thrown, List<String> nulls) {
    StringBuilder where = new StringBuilder();
    if (thrown != null) {
      for (StackTraceElement frame : thrown.getStackTrace()) {
        if (frame.getClassName().contains(".reflect.")) {
          break;
        }
        where.append("\n      at ").append(frame);
        if (where.length() > 400) {
          break;
        }
      }
    }
    String key = verdict + " " + operation + " " + nulls;
    if (faults.putIfAbsent(
            key, "\n    " + recipe + "\n    " + Copies.text(String.valueOf(thrown)) + where)
        == null) {
      kinds.merge(verdict, 1, Integer::sum);
    }
  }

  /** The numbers in a refusal are tried for the arguments that it names. */
  private void learn(Operation operation, String message) {
    List<Long> numbers =
        NUMBER.matcher(message).results().map(r -> Long.valueOf(r.group())).toList();
    for (int i = 0; i < operation.names.size(); i++) {
      boolean named = message.contains(operation.names.get(i));
      List<Long> told = operation.told.get(i);
      if (named) {
        numbers.stream().filter(n -> !told.contains(n)).forEach(told::add);
      }
    }
  }

  private void keepAll(Object result, Recipe recipe) {
    keep(result, recipe);
    Object first = Recipe.Element.first(result);
    if (first != null && PublicApi.isOurs(first.getClass())) {
      keep(first, new Recipe.Element(recipe));
    }
  }

  private void keep(Object value, Recipe recipe) {
    if (value == null || value instanceof String || value.getClass().isArray()) {
      return;
    }
    Class<?> type = value.getClass();
    boolean ours = PublicApi.isOurs(type);
    if ((ours || recipe instanceof Recipe.Maker) && pool.add(type, recipe, value) && ours) {
      for (Method method : PublicApi.methods(type, types)) {
        operations
            .computeIfAbsent(method.toString(), m -> new Operation(method))
            .receivers
            .add(type);
      }
    }
  }

  /** The public types of which there is no object, and which have something to call on one. */
  List<String> missing() {
    List<String> missing = new ArrayList<>();
    for (Class<?> type : types) {
      boolean hasMethods =
          Arrays.stream(type.getDeclaredMethods())
              .anyMatch(
                  m ->
                      Modifier.isPublic(m.getModifiers())
                          && !Modifier.isStatic(m.getModifiers())
                          && (!Modifier.isAbstract(m.getModifiers()) || !type.isInterface()));
      if (hasMethods && !Values.isCallback(type) && pool.of(List.of(type)).isEmpty()) {
        missing.add(type.getName());
      }
    }
    return missing;
  }

  /** What was never seen to work. */
  List<String> neverWorked() {
    return operations.values().stream()
        .filter(o -> o.working.isEmpty())
        .map(Operation::toString)
        .sorted()
        .toList();
  }

  /** How many constructors and methods there are. */
  int operations() {
    return operations.size();
  }

  int calls() {
    return calls;
  }

  Map<Verdict, Integer> kinds() {
    return kinds;
  }

  Map<String, String> faults() {
    return faults;
  }

  /** The call at work, and since how many seconds. */
  String current() {
    return current;
  }

  double seconds() {
    return 1e-9 * (System.nanoTime() - since);
  }
}
