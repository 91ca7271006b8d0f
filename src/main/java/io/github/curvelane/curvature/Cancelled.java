package io.github.curvelane.curvature;

/** Leaves work that its watch wants to end. Carries nothing, so that throwing it costs nothing. */
final class Cancelled extends RuntimeException {
  private static final long serialVersionUID = 1;

  static final Cancelled NOW = new Cancelled();

  private Cancelled() {
    super("cancelled", null, false, false);
  }
}
