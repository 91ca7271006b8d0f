package io.github.curvelane.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What is wrong with the end of a call. */
enum Verdict {
  /** Nothing. */
  RIGHT,
  /** A null was refused without the argument's name. */
  UNNAMED_NULL,
  /** A null was taken. */
  SILENT_NULL,
  /** An exception from inside: of an index, a size, a cast, or of the JDK's without a name. */
  INSIDE,
  /** A refusal that names neither an argument nor a value. */
  UNNAMED,
  /** Text of the caller's, raw or in full, in a message. */
  RAW_TEXT,
  /** Something was written although the call was refused. */
  TOUCHED,
  /** Memory for a size that should have been refused. */
  MEMORY,
  /** An assertion, an endless recursion. */
  ERROR;

  private static final int LONGEST = 4_000;

  /**
   * Judges how a call ended.
   *
   * @param thrown what it threw, or null
   * @param names the names of its arguments
   * @param values their values
   * @param nulls the names of the arguments that are or contain a null that may not be
   */
  static Verdict of(Throwable thrown, List<String> names, Object[] values, List<String> nulls) {
    return switch (thrown) {
      case null -> RIGHT;
      case Recipe.Callback.Enough e -> RIGHT;
      case OutOfMemoryError e -> isSizeOfCaller(values) ? RIGHT : MEMORY;
      case Error e -> ERROR;
      default -> refusal((Exception) thrown, names, values, nulls);
    };
  }

  private static Verdict refusal(
      Exception thrown, List<String> names, Object[] values, List<String> nulls) {
    String message = String.valueOf(thrown.getMessage());
    if (message.length() > LONGEST || message.indexOf('\u001b') >= 0) {
      return RAW_TEXT;
    }
    if (thrown instanceof NullPointerException) {
      return nulls.stream().anyMatch(n -> hasWord(message, n)) ? RIGHT : UNNAMED_NULL;
    }
    boolean named = names.stream().anyMatch(n -> names(message, n));
    if (!named && (isInside(thrown) || thrown.getMessage() == null)) {
      return INSIDE;
    }
    if (thrown instanceof IndexOutOfBoundsException
        || thrown instanceof NegativeArraySizeException
        || thrown instanceof ClassCastException
        || thrown instanceof ArrayStoreException) {
      return !named || isOfTheMachine(message) ? INSIDE : RIGHT;
    }
    if (thrown instanceof IllegalArgumentException
        && !named
        && !tellsValue(message, (Object) values)) {
      return UNNAMED;
    }
    return RIGHT;
  }

  /**
   * Tells whether a size that no array can have is what the caller wants, and nothing was passed to
   * compare it with.
   */
  private static boolean isSizeOfCaller(Object[] values) {
    boolean huge = false;
    for (Object value : values) {
      huge |= value instanceof Integer n && n >= Integer.MAX_VALUE - 1;
      if (value != null && value.getClass().isArray()) {
        return false;
      }
    }
    return huge;
  }

  /** Tells whether a call that ended so has promised to have written nothing. */
  static boolean isRefusal(Throwable thrown) {
    return !(thrown instanceof ArithmeticException)
        && !(thrown instanceof IOException)
        && !(thrown instanceof UncheckedIOException)
        && thrown instanceof RuntimeException
        && (thrown.getClass().getPackageName().startsWith("java."));
  }

  private static boolean isInside(Exception thrown) {
    StackTraceElement[] stack = thrown.getStackTrace();
    if (thrown instanceof IOException || stack.length == 0) {
      return false;
    }
    return !stack[0].getClassName().startsWith("io.github.curvelane")
        || stack[0].getClassName().startsWith("io.github.curvelane.internal")
        || thrown instanceof ArithmeticException && thrown.getMessage().contains("by zero");
  }

  /** What the Java machine itself says when code goes astray. */
  private static boolean isOfTheMachine(String message) {
    return message.matches(
            "(?s)Index -?\\d+ out of bounds for length \\d+|-?\\d+|.*cannot be cast.*")
        || message.startsWith("arraycopy");
  }

  private static boolean hasWord(String message, String word) {
    return Pattern.compile("\\b" + Pattern.quote(word) + "\\b").matcher(message).find();
  }

  /** As a word, or in several: "fan-in", "leading dimension". */
  private static boolean names(String message, String name) {
    String joined = message.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    String one =
        name.length() > 3 && name.endsWith("s") ? name.substring(0, name.length() - 1) : name;
    return hasWord(message, one)
        || one.length() > 2 && joined.contains(one.toLowerCase(Locale.ROOT));
  }

  private static boolean tellsValue(String message, Object value) {
    return switch (value) {
      case null -> hasWord(message, "null");
      case Number n -> message.contains(n.toString());
      case String s -> !s.isEmpty() && message.contains(s.substring(0, Math.min(10, s.length())));
      case List<?> list ->
          message.contains("" + list.size()) || tellsValue(message, list.toArray());
      case Object o when o.getClass().isArray() -> {
        int length = Array.getLength(o);
        boolean told = message.contains("" + length);
        for (int i = 0; i < Math.min(length, 100) && !told; i++) {
          told = tellsValue(message, Array.get(o, i));
        }
        yield told;
      }
      default -> message.contains(value.toString());
    };
  }
}
