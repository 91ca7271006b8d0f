package io.github.curvelane.optim;

/** Texts that are the same in every process, to compare what two runs do. */
final class Descriptions {
  private Descriptions() {}

  /**
   * Returns what an object says of itself. Of one that does not say anything, as a lambda, it is
   * the name of its class, or of no class at all: what it does cannot be compared.
   */
  static String of(Object object) {
    Class<?> type = object.getClass();
    if (type.isHidden()) {
      return "a function";
    }
    String text = object.toString();
    String silent = type.getName() + "@" + Integer.toHexString(System.identityHashCode(object));
    return (text.equals(silent) ? type.getName() : text).replace('\n', ' ');
  }
}
