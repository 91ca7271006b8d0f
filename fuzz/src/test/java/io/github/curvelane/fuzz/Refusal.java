package io.github.curvelane.fuzz;

/** What a refusal must be: one sentence that can be shown. */
public final class Refusal {
  private static final int LONGEST = 4000;

  private Refusal() {}

  /** Fails unless an exception says in one sentence what is wrong. */
  public static void check(Exception refusal) {
    String message = refusal.getMessage();
    if (message == null || message.isBlank()) {
      throw new AssertionError("a refusal that says nothing", refusal);
    }
    if (message.length() > LONGEST) {
      throw new AssertionError("a refusal of " + message.length() + " characters", refusal);
    }
  }
}
